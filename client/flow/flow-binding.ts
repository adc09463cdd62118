/**
 * Binds an editor to a flow. What the editor's person does is written step by step; what others do is drawn, with the caret behind the
 * letter that it stood behind. Opening and following write nothing.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import {
  type EditorState,
  Plugin,
  PluginKey,
  TextSelection,
  type Transaction,
} from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { caretAt, indexOf } from '#shared/flow/carets'
import type { Draft } from '#shared/flow/draft'
import { blockKeys } from '#shared/flow/flow-doc'
import { draw, indexAt, positionAt } from './draw.ts'
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
function bind(draft: Draft, view: EditorView) {
  const { flow } = draft
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const origin = {}
  let written = key.getState(view.state)?.count ?? 0
  /** The selection's two ends before others' change. */
  let held: readonly Y.RelativePosition[] = []
  let isTouched = false

  const redraw = () => {
    const transaction = becoming(view.state, draw(view.state.schema, flow))
    const [anchor, head] = held.map((place) => positionAt(flow, indexOf(flow, place)))
    held = []
    if (!transaction) return
    if (anchor !== undefined && head !== undefined)
      transaction.setSelection(TextSelection.create(transaction.doc, anchor, head))
    view.dispatch(transaction)
  }
  const holdSelection = () => {
    const { selection, doc: drawn } = view.state
    if (!(selection instanceof TextSelection)) return
    held = [selection.anchor, selection.head].map((at) => caretAt(flow, indexAt(flow, drawn, at)))
  }
  const hold = (transaction: Y.Transaction) => {
    if (transaction.origin !== origin && held.length === 0) holdSelection()
  }
  const follow = (transaction: Y.Transaction) => {
    if (isTouched && transaction.origin !== origin) redraw()
    held = []
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
    update({ state }: EditorView) {
      const { count, transactions } = key.getState(state) ?? { count: 0, transactions: [] }
      const fresh = transactions.slice(transactions.length - (count - written))
      written = count
      if (fresh.length === 0) return
      doc.transact(() => {
        for (const { steps, docs } of fresh)
          for (const [n, step] of steps.entries()) {
            const before = docs[n]
            if (before) writeStep(draft, before, step)
          }
      }, origin)
      // New blocks have got their ids.
      if (fresh.some(({ steps }) => steps.some((step) => step instanceof ReplaceStep))) {
        holdSelection()
        redraw()
      }
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

export const FlowBinding = Extension.create<{ draft: Draft | undefined }>({
  name: 'flowBinding',
  addOptions: () => ({ draft: undefined }),
  addProseMirrorPlugins() {
    const { draft } = this.options
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
        view: (view) => bind(draft, view),
      }),
    ]
  },
})
