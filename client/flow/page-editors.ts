/**
 * The editors of a page: those of the words, and one cell at a time. A cell is plain until somebody goes in, and stays open when the
 * window loses its focus: it closes when another one opens.
 */
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { CopiedRuns } from './copied-runs.ts'

export interface PageEditors {
  /** What was copied or cut last. */
  copied: CopiedRuns | undefined
  /** Tells how a flow's editor is opened; gives back how that is forgotten. */
  register(flow: Y.Text, open: () => EditorView): () => void
  /** Whether an editor of any flow of a document is on the page. */
  holds(doc: Y.Doc): boolean
  /** Opens the editor of a flow; undefined where it is not on the page. */
  open(flow: Y.Text): EditorView | undefined
  /** Does something with the editor of a flow: now, or as soon as it is on the page, unless another one is sought before. */
  seek(flow: Y.Text, work: (view: EditorView) => void): void
  /** Notes that a cell was opened, and closes the one before. */
  opened(close: () => void): void
}

export function newPageEditors(): PageEditors {
  const editors = new Map<Y.Text, () => EditorView>()
  let closeLast: (() => void) | undefined
  let sought: { readonly flow: Y.Text; readonly work: (view: EditorView) => void } | undefined
  const open = (flow: Y.Text) => editors.get(flow)?.()
  const find = () => {
    const view = sought && open(sought.flow)
    if (!sought || !view) return
    const { work } = sought
    sought = undefined
    work(view)
  }
  return {
    copied: undefined,
    register(flow, how) {
      editors.set(flow, how)
      // When the page is drawn.
      if (sought?.flow === flow) setTimeout(find)
      return () => {
        if (editors.get(flow) === how) editors.delete(flow)
      }
    },
    holds: (doc) => [...editors.keys()].some((flow) => flow.doc === doc),
    open,
    seek(flow, work) {
      sought = { flow, work }
      find()
    },
    opened(close) {
      const last = closeLast
      closeLast = close
      last?.()
    },
  }
}
