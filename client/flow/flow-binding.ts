/**
 * Binds an editor to a flow. What the editor's person does is written step by step; what others do is drawn, with the caret behind the
 * letter that it stood behind. Opening and following write nothing.
 */
import { Extension } from '@tiptap/core'
import { type EditorState, Plugin, PluginKey, Selection, type Transaction } from '@tiptap/pm/state'
import { ReplaceAroundStep, ReplaceStep } from '@tiptap/pm/transform'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import { caretAt } from '#shared/flow/carets'
import type { Draft } from '#shared/flow/draft'
import { type Edit, editIn } from '#shared/flow/edit'
import { blockKeys } from '#shared/flow/flow-doc'
import { type PlainEdit, plainEditOf } from '#shared/flow/plain-edits'
import type { Undo } from '#shared/flow/undo'
import { isComposingKey } from '../ui/composing.ts'
import { claimPasted, takenAlong } from './copied-runs.ts'
import { hasWholeBlocks, indexAt } from './draw.ts'
import { type HeldBlock, holdBlock, withTransaction, writeHeld } from './held-block.ts'
import type { PageEditors } from './page-editors.ts'
import { newDrawer } from './redraw.ts'
import { placeNow, placeOf, type SelectedPlace, selectionAt } from './selected-place.ts'
import { writeStep } from './write-step.ts'

/** Transactions that the flow was written by, or that were drawn from it. */
const key = new PluginKey<Pending>('flow')

/** The person's transactions that are not written yet; counted, so that none is written twice. */
interface Pending {
  readonly count: number
  readonly transactions: readonly Transaction[]
}

const isDrawn = (transaction: Transaction): boolean => transaction.getMeta(key) === 'drawn'
const asDrawn = (transaction: Transaction): Transaction =>
  transaction.setMeta(key, 'drawn').setMeta('addToHistory', false)

/** Whether the editor knows all that the flow says afterwards: no new ids, no edges that were lacking. */
const isPlain = ({ steps, docs }: Transaction): boolean =>
  steps.every((step, at) => {
    if (!(step instanceof ReplaceStep)) return !(step instanceof ReplaceAroundStep)
    const [doc, { from, to, slice }] = [docs[at], step]
    return (
      doc && hasWholeBlocks(doc, from, to) && slice.content.content.every(({ isText }) => isText)
    )
  })

function write(
  draft: Draft,
  transactions: readonly Transaction[],
  editors: PageEditors | undefined,
): void {
  for (const transaction of transactions) {
    const { steps, docs } = transaction
    const along = takenAlong(draft.flow, transaction, editors?.copied)
    for (const [n, step] of steps.entries()) {
      const drawn = docs[n]
      if (drawn) writeStep(draft, drawn, step)
    }
    if (along) claimPasted(draft.flow, transaction, along)
  }
}

/** How long a composition is held back at most, in milliseconds. */
const longestHold = 10_000

/** Writes what the editor's person does: each act one transaction, noted to be taken back. */
function newWriter(doc: Y.Doc, undo: Undo<SelectedPlace> | undefined) {
  const origin = {}
  let edit: Edit | undefined
  return {
    isOwn: (transaction: Y.Transaction): boolean => transaction.origin === origin,
    note(transaction: Y.Transaction): void {
      edit = editIn(transaction)
    },
    /** `after` gives where the selection is once `work` is done. */
    write(work: () => void, before: SelectedPlace, after: () => SelectedPlace): void {
      doc.transact(work, origin)
      if (edit) undo?.note(doc, edit, before, after())
      edit = undefined
    },
  }
}
type Writer = ReturnType<typeof newWriter>

/** Follows a flow: keeps where the selection is before others' change, and draws behind it. */
function follow(
  flow: Y.Text,
  doc: Y.Doc,
  writer: Writer,
  keep: () => void,
  draw: (transaction: Y.Transaction) => void,
) {
  let isTouched = false
  const touch = () => {
    isTouched = true
  }
  const before = (transaction: Y.Transaction) => {
    if (!writer.isOwn(transaction)) keep()
  }
  const after = (transaction: Y.Transaction) => {
    if (writer.isOwn(transaction)) writer.note(transaction)
    else if (isTouched) draw(transaction)
    isTouched = false
  }
  flow.observe(touch)
  blockKeys(doc).observe(touch)
  doc.on('beforeTransaction', before)
  doc.on('afterTransaction', after)
  return () => {
    flow.unobserve(touch)
    blockKeys(doc).unobserve(touch)
    doc.off('beforeTransaction', before)
    doc.off('afterTransaction', after)
  }
}

/** A held block, and where the selection was when it was begun to be held. */
type Held = HeldBlock & { readonly place: SelectedPlace }

/**
 * Where the caret is of whoever takes back what stands before it: behind that, though it stands no more. So it doesn't hold on to
 * the words of others who type there.
 */
function behindTaken(
  flow: Y.Text,
  { steps, before }: Transaction,
  { selection }: EditorState,
): SelectedPlace | undefined {
  const [step, ...others] = steps
  const isTaken =
    step instanceof ReplaceStep &&
    others.length === 0 &&
    step.slice.size === 0 &&
    step.to === selection.to
  const place = isTaken ? caretAt(flow, indexAt(flow, before, step.to)) : undefined
  return place && { flow, anchor: place, head: place }
}

/** For whoever types on from there: what they put comes right behind what they took back. */
function typingOn(
  draft: Draft,
  { steps: [step] }: Transaction,
  { selection }: EditorState,
  place: SelectedPlace | undefined,
): Draft {
  const isThere =
    step instanceof ReplaceStep && selection.from === step.from && selection.to === step.to
  return isThere && selection.empty ? { ...draft, behind: place?.anchor.item ?? undefined } : draft
}

/** Lives as long as the view: writes what its person did, draws what others did. */
function bind({ draft, undo, editors }: Bound, view: EditorView) {
  const { flow } = draft
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const writer = newWriter(doc, undo)
  const drawer = newDrawer(view, flow)
  let written = key.getState(view.state)?.count ?? 0
  /** Where the selection is, once that was asked, for as long as its person leaves it there. */
  let kept: SelectedPlace | undefined
  let isDrawing = false
  let held: Held | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const redraw = (place: SelectedPlace | undefined) => {
    isDrawing = true
    try {
      const at = drawer.redraw(asDrawn, held, place && ((drawn) => selectionAt(drawn, place)))
      if (held && at !== undefined) held = { ...held, at }
    } finally {
      isDrawing = false
    }
  }
  const redrawEdit = (edit: PlainEdit, place: SelectedPlace | undefined): boolean => {
    isDrawing = true
    try {
      return drawer.redrawEdited(asDrawn, edit, place && ((drawn) => selectionAt(drawn, place)))
    } finally {
      isDrawing = false
    }
  }
  const keep = () => {
    if (!held) kept ??= placeOf(view.state, flow)
  }
  const end = follow(flow, doc, writer, keep, (transaction) => {
    if (!held && kept) kept = placeNow(kept)
    const edit = held ? undefined : plainEditOf(transaction, flow)
    if (!edit || !redrawEdit(edit, kept)) redraw(held ? undefined : kept)
  })
  const hold = () => {
    const block = held ? undefined : holdBlock(view.state, flow)
    if (!block) return
    held = { ...block, place: placeOf(view.state, flow) }
    timer = setTimeout(settle, longestHold)
  }
  const release = (): Held | undefined => {
    const block = held
    clearTimeout(timer)
    held = undefined
    return block
  }
  /** Writes what was composed so far, and lets everything pass again. */
  const settle = () => {
    const block = release()
    if (!block) return
    kept = undefined
    const { doc: drawn, selection } = view.state
    let after = block.place
    const work = () => {
      const placeAt = writeHeld(draft, block, drawn)
      after = { flow, anchor: placeAt(selection.anchor), head: placeAt(selection.head) }
    }
    writer.write(work, block.place, () => after)
    if (view.isDestroyed) return
    redraw(after)
    if (view.composing) hold()
  }
  /** Writes what was done since the last time. */
  const update = ({ state }: EditorView, stateBefore: EditorState) => {
    if (isDrawing) return
    const place = kept
    if (!state.selection.eq(stateBefore.selection)) kept = undefined
    const { count, transactions } = key.getState(state) ?? { count: 0, transactions: [] }
    const fresh = transactions.slice(transactions.length - (count - written))
    written = count
    for (let [next] = fresh; held && next; [next] = fresh) {
      const grown = withTransaction(held, next)
      if (!grown) break
      held = { ...held, ...grown }
      fresh.shift()
    }
    const [first] = fresh
    if (!first) {
      if (held && !view.composing) settle()
      return
    }
    const block = release()
    kept = block || fresh.length > 1 ? undefined : behindTaken(flow, first, stateBefore)
    const work = () => {
      if (block) writeHeld(draft, block, first.before)
      write(typingOn(draft, first, stateBefore, place), fresh, editors)
    }
    writer.write(work, block?.place ?? placeOf(stateBefore, flow), () => placeOf(state, flow))
    if (block || !fresh.every(isPlain)) redraw(placeOf(state, flow))
    if (view.composing) hold()
  }
  return {
    /** Draws the flow in an editor that has just come up, which is empty until then. */
    begin() {
      isDrawing = true
      drawer.redraw(asDrawn, undefined, (doc) => Selection.atStart(doc))
      isDrawing = false
    },
    hold,
    settle,
    update,
    isHolding: () => held !== undefined,
    /** Whether a transaction can be written where it was made; not while others' changes of its block are held back. */
    isWritable: (transaction: Transaction): boolean =>
      !held ||
      !transaction.docChanged ||
      isDrawn(transaction) ||
      withTransaction(held, transaction) !== undefined ||
      !drawer.isBehind(held),
    destroy() {
      const block = release()
      if (block) {
        const { doc: drawn } = view.state
        writer.write(
          () => writeHeld(draft, block, drawn),
          block.place,
          () => block.place,
        )
      }
      end()
    },
  }
}

const bindings = new WeakMap<EditorView, ReturnType<typeof bind>>()
/** Whether a block of an editor is held, in which somebody composes: then places in it are not those of its flow. */
export const isHolding = (view: EditorView): boolean => bindings.get(view)?.isHolding() === true

/** How many of the latest transactions are kept until the view has written them: it does so after each. */
const mostPending = 100

interface Bound {
  readonly draft: Draft
  /** Where one's own acts are noted, to be taken back. */
  readonly undo: Undo<SelectedPlace> | undefined
  readonly editors: PageEditors | undefined
}
type FlowOptions = { readonly [Option in keyof Bound]: Bound[Option] | undefined }

export const FlowBinding = Extension.create<FlowOptions>({
  name: 'flowBinding',
  // Whoever presses a key that does not compose is done with it, whatever else the key does.
  priority: 2000,
  addOptions: () => ({ draft: undefined, undo: undefined, editors: undefined }),
  onBeforeCreate() {
    // Its view and all that draws in it are there by then: the words are drawn once.
    this.editor.on('mount', ({ editor }) => bindings.get(editor.view)?.begin())
  },
  addProseMirrorPlugins() {
    const { draft, undo, editors } = this.options
    if (!draft) return []
    let bound: ReturnType<typeof bind> | undefined
    /** When the browser has told all of it. */
    const settleSoon = () => {
      setTimeout(() => bound?.settle())
    }
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
        filterTransaction(transaction) {
          if (bound?.isWritable(transaction) !== false) return true
          settleSoon()
          return false
        },
        props: {
          handleDOMEvents: {
            compositionstart: () => bound?.hold(),
            compositionend: settleSoon,
            blur: settleSoon,
          },
          handleKeyDown(_view, event) {
            if (!isComposingKey(event)) bound?.settle()
            return false
          },
        },
        view(view) {
          bound = bind({ draft, undo, editors }, view)
          bindings.set(view, bound)
          return bound
        },
      }),
    ]
  },
})
