/** Brings an editor's document to what its flow says: block by block, from the first difference to the last. */
import { Fragment, type Node } from '@tiptap/pm/model'
import type { Selection, Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { type Drawing, drawBlocks } from './draw.ts'
import { aroundHeld, type HeldBlock, isHeldBehind } from './held-block.ts'

/** Makes what stands from a position on, which was `before`, into something else. */
function become(
  transaction: Transaction,
  from: number,
  before: readonly Node[],
  drawn: readonly Node[],
): void {
  const [was, is] = [Fragment.from([...before]), Fragment.from([...drawn])]
  const start = was.findDiffStart(is)
  const ends = was.findDiffEnd(is)
  if (start === null || !ends) return
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b))
  const slice = transaction.doc.type.create(null, is).slice(start, ends.b + overlap)
  transaction.replace(from + start, from + ends.a + overlap, slice)
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
  isBehind(held: HeldBlock): boolean
}

export function newDrawer(view: EditorView, flow: Y.Text): Drawer {
  let drawing: Drawing | undefined
  const draw = (): Drawing => {
    drawing = drawBlocks(view.state.schema, flow, drawing)
    return drawing
  }
  return {
    redraw(mark, held, selection) {
      const { nodes } = draw()
      const transaction = mark(view.state.tr)
      const { doc } = transaction
      // Where the held block has become a part of another nothing is drawn until its person is done.
      const around = held ? aroundHeld(held, flow, draw()) : { above: nodes, below: [] }
      if (!around) return undefined
      const { above, below } = around
      if (held) {
        const size = doc.content.size
        const bottom = doc.children.slice(held.at + 1)
        const from = size - bottom.reduce((sum, { nodeSize }) => sum + nodeSize, 0)
        become(transaction, from, bottom, below)
      }
      become(transaction, 0, doc.children.slice(0, held?.at), above)
      if (!transaction.docChanged) return held?.at
      if (selection) transaction.setSelection(selection(transaction.doc))
      view.dispatch(transaction)
      return held && above.length
    },
    isBehind: (held) => isHeldBehind(held, flow, draw()),
  }
}
