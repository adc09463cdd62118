/**
 * The editors of a page: that of the words, and one cell at a time. A cell is plain until somebody goes in, and stays open when the
 * window loses its focus: it closes when another one opens.
 */
import type { EditorView } from '@tiptap/pm/view'
import * as Y from 'yjs'
import { type SelectedPlace, selectionAt } from './selected-place.ts'

export interface PageEditors {
  /** Tells how a flow's editor is opened; gives back how that is forgotten. */
  register(flow: string, open: () => EditorView): () => void
  /** Opens the editor of a flow; undefined where it is not on the page. */
  open(flow: string): EditorView | undefined
  /** Notes that a cell was opened, and closes the one before. */
  opened(close: () => void): void
  /** Puts the selection there and the focus with it, in whichever editor holds the flow. */
  goTo(place: SelectedPlace): void
}

export function newPageEditors(): PageEditors {
  const editors = new Map<string, () => EditorView>()
  let closeLast: (() => void) | undefined
  const open = (flow: string) => editors.get(flow)?.()
  return {
    register(flow, how) {
      editors.set(flow, how)
      return () => {
        if (editors.get(flow) === how) editors.delete(flow)
      }
    },
    open,
    opened(close) {
      const last = closeLast
      closeLast = close
      last?.()
    },
    goTo(place) {
      const view = open(Y.findRootTypeKey(place.flow))
      if (!view) return
      view.dispatch(view.state.tr.setSelection(selectionAt(view.state.doc, place)).scrollIntoView())
      view.focus()
    },
  }
}
