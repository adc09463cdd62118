/**
 * Binds an editor to a flow. What the editor's person does is written step by step; what others do is drawn, with the caret behind the
 * letter that it stood behind. Opening and following write nothing.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { Draft } from '#shared/flow/draft'
import { type Edit, editIn } from '#shared/flow/edits'
import { blockKeys } from '#shared/flow/flow-doc'
import type { Undo } from '#shared/flow/undo'
import { draw } from './draw.ts'
import { placeOf, type SelectedPlace, selectionAt } from './selected-place.ts'
import { writeStep } from './write-step.ts'

/** Transactions that the flow was written by, or that were drawn from it. */
const key = new PluginKey<Pending>('flow')

/** The person's transactions that are not written yet; counted, so that none is written twice. */
interface Pending {
  readonly count: number
  readonly transactions: readonly Transaction[]
}

const isDrawn = (transaction: Transaction): boolean => transaction.getMeta(key) === 'drawn'

/** What changes the document into another, from the first difference to the last. */
function becoming(state: EditorState, drawn: Node): Transaction | undefined {
  const { doc } = state
  const start = doc.content.findDiffStart(drawn.content)
  const ends = doc.content.findDiffEnd(drawn.content)
  if (start === null || !ends) return undefined
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b))
  return state.tr
    .replace(start, ends.a + overlap, drawn.slice(start, ends.b + overlap))
    .setMeta(key, 'drawn')
    .setMeta('addToHistory', false)
}

/** Lives as long as the view: writes what its person did, draws what others did. */
function bind(draft: Draft, undo: Undo<SelectedPlace> | undefined, view: EditorView) {
  const { flow } = draft
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const origin = {}
  let written = key.getState(view.state)?.count ?? 0
  /** Where the selection was before others' change. */
  let held: SelectedPlace | undefined
  let edit: Edit | undefined
  let isTouched = false

  const redraw = () => {
    const transaction = becoming(view.state, draw(view.state.schema, flow))
    const place = held
    held = undefined
    if (!transaction) return
    if (place) transaction.setSelection(selectionAt(transaction.doc, place))
    view.dispatch(transaction)
  }
  const hold = (transaction: Y.Transaction) => {
    if (transaction.origin !== origin) held ??= placeOf(view.state, flow)
  }
  const follow = (transaction: Y.Transaction) => {
    if (transaction.origin === origin) edit = editIn(transaction)
    else if (isTouched) redraw()
    held = undefined
    isTouched = false
  }
  const touch = () => {
    isTouched = true
  }
  flow.observe(touch)
  blockKeys(doc).observe(touch)
  doc.on('beforeTransaction', hold)
  doc.on('afterTransaction', follow)
  return {
    /** Writes what was done since the last time. */
    update({ state }: EditorView, stateBefore: EditorState) {
      const { count, transactions } = key.getState(state) ?? { count: 0, transactions: [] }
      const fresh = transactions.slice(transactions.length - (count - written))
      written = count
      if (fresh.length === 0) return
      const before = placeOf(stateBefore, flow)
      doc.transact(() => {
        for (const { steps, docs } of fresh)
          for (const [n, step] of steps.entries()) {
            const drawn = docs[n]
            if (drawn) writeStep(draft, drawn, step)
          }
      }, origin)
      const after = placeOf(state, flow)
      // New blocks have got their ids.
      if (fresh.some(({ steps }) => steps.some((step) => step instanceof ReplaceStep))) {
        held = after
        redraw()
      }
      if (edit) undo?.note(doc, edit, before, after)
      edit = undefined
    },
    destroy() {
      flow.unobserve(touch)
      blockKeys(doc).unobserve(touch)
      doc.off('beforeTransaction', hold)
      doc.off('afterTransaction', follow)
    },
  }
}

/** How many of the latest transactions are kept until the view has written them: it does so after each. */
const mostPending = 100

interface FlowOptions {
  readonly draft: Draft | undefined
  /** Where one's own acts are noted, to be taken back. */
  readonly undo: Undo<SelectedPlace> | undefined
}

export const FlowBinding = Extension.create<FlowOptions>({
  name: 'flowBinding',
  addOptions: () => ({ draft: undefined, undo: undefined }),
  addProseMirrorPlugins() {
    const { draft, undo } = this.options
    if (!draft) return []
    return [
      new Plugin<Pending>({
        key,
        state: {
          init: () => ({ count: 0, transactions: [] }),
          apply(transaction, pending) {
            if (!transaction.docChanged || isDrawn(transaction)) return pending
            return {
              count: pending.count + 1,
              transactions: [...pending.transactions, transaction].slice(-mostPending),
            }
          },
        },
        view: (view) => bind(draft, undo, view),
      }),
    ]
  },
})
