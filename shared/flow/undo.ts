/** Undo of one session's own acts on a document: what comes back is written as copies, which the table of copies reads. */
import * as Y from 'yjs'
import { asCopies, blockKeys } from './flow-doc.ts'

export interface Undo {
  /** Takes the last act back; false when there is none. */
  undo(): boolean
  redo(): boolean
  /** What comes next is an act of its own, however soon it follows. */
  stop(): void
  destroy(): void
}

/** `origins` are those of the transactions that are the session's own. */
export function undoOf(flow: Y.Text, origins: ReadonlySet<unknown>): Undo {
  const { doc } = flow
  if (!doc) throw new Error('a flow is a root of its document')
  const manager = new Y.UndoManager([flow, blockKeys(doc)], { trackedOrigins: new Set(origins) })
  return {
    undo: () => asCopies(doc, () => manager.undo()) !== null,
    redo: () => asCopies(doc, () => manager.redo()) !== null,
    stop: () => manager.stopCapturing(),
    destroy: () => manager.destroy(),
  }
}
