/** Brackets that hold no words: typed ones stay characters until words come, and one whose words were struck goes with the caret. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'

/** What the flat text has for a leaf that is no words. */
const leaf = '\uFFFC'

/** The end of the typed "[ ]" that a position lies in, when nothing but white space is between; undefined elsewhere. */
export function emptyTypedEnd(doc: Node, position: number): number | undefined {
  const { parent, parentOffset } = doc.resolve(position)
  if (!parent.isTextblock) return undefined
  const before = parent.textBetween(0, parentOffset, undefined, leaf)
  const after = parent.textBetween(parentOffset, parent.content.size, undefined, leaf)
  const rest = /[[［]\s*$/.test(before) ? /^\s*[\]］]/.exec(after) : null
  return rest ? position + rest[0].length : undefined
}

/** Whether a stretch has no words. */
export const isBlankBetween = (doc: Node, from: number, to: number): boolean =>
  doc.textBetween(from, to, ' ', ' ').trim() === ''

/** The bracket without words that the caret is in. */
function emptyAround({ selection }: EditorState): string | undefined {
  const { $from, empty } = selection
  if (!empty || !$from.parent.isTextblock) return undefined
  const isSeen = (node: Node) => !node.isText || node.text?.trim() !== ''
  let left: Node | undefined
  let right: Node | undefined
  $from.parent.forEach((node, offset) => {
    if (!isSeen(node)) return
    if (offset < $from.parentOffset) left = node
    if (offset + node.nodeSize > $from.parentOffset) right ??= node
  })
  const [before, after] = [left?.attrs ?? {}, right?.attrs ?? {}]
  const isPair =
    before['edge'] === 'open' &&
    after['edge'] === 'close' &&
    before['bracketId'] === after['bracketId']
  return isPair ? String(before['bracketId']) : undefined
}

/** Takes out a bracket without words when the caret has left it. Undefined when there is nothing to do. */
export function withoutLeftBracket(
  before: EditorState,
  after: EditorState,
): Transaction | undefined {
  const bracketId = emptyAround(before)
  if (bracketId === undefined || emptyAround(after) === bracketId) return undefined
  const edges: number[] = []
  after.doc.descendants(({ type, attrs }, at) => {
    if (type.name === 'bracket' && attrs['bracketId'] === bracketId) edges.push(at)
  })
  const [first, last] = [edges[0], edges.at(-1)]
  if (first === undefined || last === undefined) return undefined
  if (!isBlankBetween(after.doc, first, last)) return undefined
  const transaction = after.tr
  for (const at of edges.toReversed()) transaction.delete(at, at + 1)
  // One space between the neighbours is enough.
  const isSpaced = [first - 1, last + 1].every(
    (at) => after.doc.textBetween(Math.max(0, at), at + 1, leaf, leaf) === ' ',
  )
  const space = transaction.mapping.map(last + 1)
  return isSpaced ? transaction.delete(space, space + 1) : transaction
}
