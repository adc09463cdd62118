/** A text's copy on this device, where the device keeps one. */
import * as idb from 'lib0/indexeddb'
import { IndexeddbPersistence } from 'y-indexeddb'
import type * as Y from 'yjs'
import { keepsCopies, noteUnkept } from './device-storage.ts'

/** Under which key a copy remembers a client id of its owner. */
const ownPrefix = 'own/'

export interface DeviceCopy {
  /** Whether an update of the document came out of the copy. */
  readonly isOrigin: (origin: unknown) => boolean
  /** Remembers with the copy that its owner typed under this client id. */
  readonly noteOwn: (client: number) => void
  /** Under which client ids its owner typed, in this page and in others. */
  readonly ownClients: () => Promise<readonly number[]>
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
    noteOwn(client) {
      // A device that has no room for it tells so elsewhere.
      void opened.then(() => copy?.set(ownPrefix + client, '')).catch(() => noteUnkept('full'))
    },
    async ownClients() {
      await opened
      const { db } = (await copy?.whenSynced) ?? {}
      if (!db) return []
      const keys = await idb.getAllKeys(db.transaction('custom').objectStore('custom'))
      return keys.flatMap((key) => {
        const name = String(key)
        return name.startsWith(ownPrefix) ? [Number(name.slice(ownPrefix.length))] : []
      })
    },
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
