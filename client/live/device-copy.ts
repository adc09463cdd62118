/** A text's copy on this device, where the device keeps one. */
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { keepsCopies, noteUnkept } from './device-storage.ts'

export interface DeviceCopy {
  /** Whether an update of the document came out of the copy. */
  readonly isOrigin: (origin: unknown) => boolean
  readonly close: () => void
  /** Takes the copy away. */
  readonly clear: () => Promise<void>
}

/**
 * Keeps a copy of a document under a name. `onRead` is called when what it had is in the document, or when this device has no copies:
 * then the person is told that it keeps none.
 */
export function openDeviceCopy(name: string, doc: Y.Doc, onRead: () => void): DeviceCopy {
  let copy: IndexeddbPersistence | undefined
  let isClosed = false
  const opened = keepsCopies().then((isThere) => {
    if (isClosed) return
    if (!isThere) return onRead()
    const kept = new IndexeddbPersistence(name, doc)
    copy = kept
    kept.on('synced', () => {
      // A browser that is out of room, or clears what a site keeps, tells only the database.
      const { db } = kept
      db?.addEventListener('abort', () => noteUnkept('full'))
      db?.addEventListener('close', () => noteUnkept('closed'))
      onRead()
    })
  })
  return {
    isOrigin: (origin) => copy !== undefined && origin === copy,
    close() {
      isClosed = true
      void copy?.destroy()
    },
    async clear() {
      await opened
      await copy?.clearData()
    },
  }
}
