/** Brings an editor's document to what its flow says: block by block, from the first difference to the last. */
import type { Node } from '@tiptap/pm/model'
import type { Selection, Transaction } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { PlainEdit } from '#shared/flow/plain-edits'
import { type Drawing, drawBlocks, drawEdited } from './draw.ts'
import { aroundHeld, type HeldBlock, isHeldBehind } from './held-block.ts'

const sizeOf = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, { nodeSize }) => sum + nodeSize, 0)

const areTextblocks = (nodes: readonly Node[]): boolean =>
  nodes.length > 0 && nodes.every(({ isTextblock }) => isTextblock)

/**
 * Makes blocks into others by one step: what the first of both begin with and what the last of both end with stays. So a split puts an
 * end and a beginning, a join takes them away.
 */
function replaceDifference(
  transaction: Transaction,
  from: number,
  before: readonly Node[],
  drawn: readonly Node[],
): void {
  const to = from + sizeOf(before)
  const whole = transaction.doc.type.create(null, [...drawn])
  const [first, firstDrawn, last, lastDrawn] = [before[0], drawn[0], before.at(-1), drawn.at(-1)]
  if (!areTextblocks([...before, ...drawn]) || !first || !firstDrawn || !last || !lastDrawn) {
    transaction.replace(from, to, whole.slice(0, whole.content.size))
    return
  }
  const shorter = (one: Node, other: Node) => Math.min(one.content.size, other.content.size)
  const start = first.content.findDiffStart(firstDrawn.content) ?? shorter(first, firstDrawn)
  const ends = last.content.findDiffEnd(lastDrawn.content)
  const most = Math.min(
    last.content.size - (before.length === 1 ? start : 0),
    lastDrawn.content.size - (drawn.length === 1 ? start : 0),
  )
  const same = Math.min(ends ? last.content.size - ends.a : shorter(last, lastDrawn), most)
  const slice = whole.slice(1 + start, whole.content.size - 1 - same)
  const step = new ReplaceStep(from + 1 + start, to - 1 - same, slice)
  if (step.from < step.to || slice.size > 0) transaction.step(step)
}

/** Gives a block its looks, so that what stands in it stays; gives back the block as it is then. */
function becomeAlike(transaction: Transaction, position: number, was: Node, is: Node): Node {
  if (was.type !== is.type || !was.isTextblock) return was
  for (const [name, value] of Object.entries(is.attrs))
    if (was.attrs[name] !== value) transaction.setNodeAttribute(position, name, value)
  return transaction.doc.nodeAt(position) ?? was
}

/** The same for a stretch of blocks; as many as before are the same ones. */
function becomeStretch(
  transaction: Transaction,
  from: number,
  before: readonly Node[],
  drawn: readonly Node[],
): void {
  const isSameCount = before.length === drawn.length
  let position = from
  const now = before.map((was, at) => {
    const is = at === 0 || isSameCount ? drawn[at] : undefined
    const place = position
    position += was.nodeSize
    return is ? becomeAlike(transaction, place, was, is) : was
  })
  if (!isSameCount) {
    replaceDifference(transaction, from, now, drawn)
    return
  }
  for (const [at, node] of [...now.entries()].toReversed()) {
    position -= node.nodeSize
    replaceDifference(transaction, position, [node], drawn.slice(at, at + 1))
  }
}

const nameOf = ({ attrs }: Node): unknown => attrs['blockId'] ?? attrs['tableId'] ?? undefined

/** Blocks that are in both, in the order of both, by their places in each. */
function inBoth(before: readonly Node[], drawn: readonly Node[]): [was: number, is: number][] {
  const places = new Map(before.map((node, at) => [nameOf(node), at]))
  const both: [number, number][] = []
  let last = -1
  for (const [is, node] of drawn.entries()) {
    const was = nameOf(node) === undefined ? undefined : places.get(nameOf(node))
    if (was === undefined || was <= last) continue
    both.push([was, is])
    last = was
  }
  return both
}

/**
 * Makes the blocks from a position on into others, stretch by stretch, each from a block that is in both to the next one: whatever
 * stands in the same place in both keeps it.
 */
function become(
  transaction: Transaction,
  from: number,
  before: readonly Node[],
  drawn: readonly Node[],
): void {
  const starts = [0]
  for (const { nodeSize } of before) starts.push((starts.at(-1) ?? 0) + nodeSize)
  let [endBefore, endDrawn] = [before.length, drawn.length]
  for (const [was, is] of [...inBoth(before, drawn).toReversed(), [0, 0] as const]) {
    const [some, others] = [before.slice(was, endBefore), drawn.slice(is, endDrawn)]
    const isSame = some.length === 1 && others.length === 1 && some[0]?.eq(others[0] ?? some[0])
    if (!isSame && some.length + others.length > 0)
      becomeStretch(transaction, from + (starts[was] ?? 0), some, others)
    ;[endBefore, endDrawn] = [was, is]
  }
}

export interface Drawer {
  /**
   * Draws the flow as it is, but for a held block, with this selection; `mark` marks what is drawn. Gives back which block the held
   * one is now.
   */
  redraw(
    mark: (transaction: Transaction) => Transaction,
    held: HeldBlock | undefined,
    selection: ((doc: Node) => Selection) | undefined,
  ): number | undefined
  /**
   * Draws the blocks of an edit alone, with this selection. False where that is not enough: nothing is drawn then. Where all was drawn
   * before the edit, all is after it.
   */
  redrawEdited(
    mark: (transaction: Transaction) => Transaction,
    edit: PlainEdit,
    selection: ((doc: Node) => Selection) | undefined,
  ): boolean
  isBehind(held: HeldBlock): boolean
}

/** Where the first block with an id stands in a document. */
function blockIn(doc: Node, blockId: string): { position: number; node: Node } | undefined {
  let position = 0
  for (const node of doc.children) {
    if (node.isTextblock && node.attrs['blockId'] === blockId) return { position, node }
    position += node.nodeSize
  }
  return undefined
}

export function newDrawer(view: EditorView, flow: Y.Text): Drawer {
  let drawing: Drawing | undefined
  /** Whether the editor shows all that was drawn. */
  let isWhole = false
  const draw = (): Drawing => {
    drawing = drawBlocks(view.state.schema, flow, drawing)
    return drawing
  }
  return {
    redraw(mark, held, selection) {
      const drawn = draw()
      const transaction = mark(view.state.tr)
      const { doc } = transaction
      isWhole = held === undefined
      // Where the held block has become a part of another nothing is drawn until its person is done.
      const around = held ? aroundHeld(held, flow, drawn) : { above: drawn.nodes, below: [] }
      if (!around) return undefined
      const { above, below } = around
      if (held) {
        const bottom = doc.children.slice(held.at + 1)
        become(transaction, doc.content.size - sizeOf(bottom), bottom, below)
      }
      become(transaction, 0, doc.children.slice(0, held?.at), above)
      if (!transaction.docChanged) return held?.at
      if (selection) transaction.setSelection(selection(transaction.doc))
      view.dispatch(transaction)
      return held && above.length
    },
    redrawEdited(mark, { blocks }, selection) {
      const { schema } = view.state
      const drawn = isWhole && drawing ? drawEdited(schema, flow, drawing, blocks) : undefined
      if (!drawn) return false
      const transaction = mark(view.state.tr)
      for (const blockId of blocks.keys()) {
        const before = blockIn(transaction.doc, blockId)
        const now = drawn.nodes.find(({ attrs }) => attrs['blockId'] === blockId)
        if (!before || !now) return false
        becomeStretch(transaction, before.position, [before.node], [now])
      }
      drawing = drawn
      if (!transaction.docChanged) return true
      if (selection) transaction.setSelection(selection(transaction.doc))
      view.dispatch(transaction)
      return true
    },
    isBehind(held) {
      isWhole = false
      return isHeldBehind(held, flow, draw())
    },
  }
}
