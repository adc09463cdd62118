/** Brackets that hold no words: typed ones stay characters until words come, and one whose words were struck goes with the caret. */
import type { Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { liftedEdge } from '#shared/text/content-names'

/** What the flat text has for a leaf that is no words. */
const leaf = '\uFFFC'

/** The end of the typed "[ ]" that a position lies in, when nothing but white space is between; undefined elsewhere. */
export function emptyTypedEnd(doc: Node, position: number): number | undefined {
  const { parent, parentOffset } = doc.resolve(position)
  if (!parent.isTextblock) return undefined
  const before = parent.textBetween(0, parentOffset, undefined, leaf)
  const after = parent.textBetween(parentOffset, parent.content.size, undefined, leaf)
  const rest = /\[\s*$/.test(before) ? /^\s*\]/.exec(after) : null
  return rest ? position + rest[0].length : undefined
}

/** Whether a stretch has no words. */
export const isBlankBetween = (doc: Node, from: number, to: number): boolean =>
  doc.textBetween(from, to, ' ', ' ').trim() === ''

/** The bracket without words that the caret is in. */
function emptyAround({ selection }: EditorState): string | undefined {
  const { $from, empty } = selection
  if (!empty || !$from.parent.isTextblock) return undefined
  const isSeen = (node: Node) =>
    node.isText ? node.text?.trim() !== '' : node.attrs['edge'] !== liftedEdge
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

/** Takes the edges of a bracket, at these positions in their order, out of the words. */
export type TakeOutEdges = (transaction: Transaction, edges: readonly number[]) => void

/** In a tree edges stay without width, as where a bracket is lifted: words that are typed between them before are still there. */
export const leaveWithoutWidth: TakeOutEdges = (transaction, edges) => {
  for (const at of edges) transaction.setNodeAttribute(at, 'edge', liftedEdge)
}

/** In a flow no letter hangs on them. */
export const deleteEdges: TakeOutEdges = (transaction, edges) => {
  for (const at of edges.toReversed()) transaction.delete(at, at + 1)
}

/** Takes out a bracket without words when the caret has left it. Undefined when there is nothing to do. */
export function withoutLeftBracket(
  before: EditorState,
  after: EditorState,
  takeOut: TakeOutEdges,
): Transaction | undefined {
  const bracketId = emptyAround(before)
  if (bracketId === undefined || emptyAround(after) === bracketId) return undefined
  const edges: number[] = []
  after.doc.descendants(({ type, attrs }, at) => {
    const isOwn = type.name === 'bracket' && attrs['bracketId'] === bracketId
    if (isOwn && attrs['edge'] !== liftedEdge) edges.push(at)
  })
  const [first, last] = [edges[0], edges.at(-1)]
  if (first === undefined || last === undefined) return undefined
  if (!isBlankBetween(after.doc, first, last)) return undefined
  const transaction = after.tr
  takeOut(transaction, edges)
  // One space between the neighbours is enough.
  const isSpaced = [first - 1, last + 1].every(
    (at) => after.doc.textBetween(Math.max(0, at), at + 1, leaf, leaf) === ' ',
  )
  const space = transaction.mapping.map(last + 1)
  return isSpaced ? transaction.delete(space, space + 1) : transaction
}
