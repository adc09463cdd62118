/** A text's copy on this device, where the device keeps one. */
import * as idb from 'lib0/indexeddb'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { deviceDatabases, noteUnkept } from './device-storage.ts'

/** Under which key a copy remembers a client id of its owner. */
const ownPrefix = 'own/'
/**
 * What others wrote is written down together, so many milliseconds after the first of it: the server has it. What the owner writes goes
 * at once, behind what waits, since it may stand beside any of that.
 */
const gathering = 1000

export interface DeviceCopy {
  /** Whether the copy has all that the document has, on the disk; when it has not yet, `onKept` is called as soon as it does. */
  readonly isKept: () => boolean
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

interface CopyEvents {
  /** Whether an update of this origin came from the server. */
  readonly isOthers: (origin: unknown) => boolean
  /** What the copy had is in the document, or this device has no copies: then the person is told that it keeps none. */
  readonly onRead: () => void
  readonly onKept: () => void
}

/** Keeps a copy of a document under a name. */
export function openDeviceCopy(
  name: string,
  doc: Y.Doc,
  { isOthers, onRead, onKept }: CopyEvents,
): DeviceCopy {
  let copy: IndexeddbPersistence | undefined
  let isClosed = false
  let hasNone = false
  let changes = 0
  let keptChanges = 0
  let isAsking = false
  let gathered: Uint8Array[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const forgetGathered = () => {
    clearTimeout(timer)
    timer = undefined
    gathered = []
  }
  const writeGathered = () => {
    if (gathered.length > 0) copy?._storeUpdate(Y.mergeUpdates(gathered), undefined)
    forgetGathered()
  }
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (copy && origin === copy) return
    changes += 1
    if (copy && isOthers(origin)) {
      gathered.push(update)
      timer ??= setTimeout(writeGathered, gathering)
      return
    }
    writeGathered()
    copy?._storeUpdate(update, origin)
  })
  /** Asks the database for anything: it answers when all that it was given before is on the disk. */
  const askWhatIsKept = () => {
    const db = copy?.synced ? copy.db : undefined
    if (!db || isAsking) return
    isAsking = true
    writeGathered()
    const given = changes
    const question = db.transaction('updates', 'readonly')
    question.objectStore('updates').getKey(0)
    question.addEventListener('complete', () => {
      isAsking = false
      keptChanges = given
      if (!isClosed) onKept()
    })
    question.addEventListener('abort', () => {
      isAsking = false
    })
  }
  /** Client ids to be remembered as soon as there is a copy. */
  const unnoted = new Set<number>()
  const noteAll = () => {
    // A device that has no room for it tells so elsewhere.
    for (const client of unnoted)
      void copy?.set(ownPrefix + client, '').catch(() => noteUnkept('full'))
    if (copy) unnoted.clear()
  }
  const open = () => {
    if (isClosed || copy) return
    hasNone = false
    const kept = new IndexeddbPersistence(name, doc)
    copy = kept
    doc.off('update', kept._storeUpdate)
    noteAll()
    kept.on('synced', () => {
      // A browser that is out of room, or clears what a site keeps, tells only the database.
      const { db } = kept
      db?.addEventListener('abort', () => noteUnkept('full'))
      db?.addEventListener('close', () => {
        hasNone = true
        noteUnkept('closed')
      })
      onRead()
    })
  }
  const databases = deviceDatabases()
  // One that comes late takes in what was typed meanwhile, and gives what it has.
  void databases.opened.then(open)
  const opened = databases.areThere.then((areThere) => {
    if (areThere) return open()
    hasNone = copy === undefined
    if (!isClosed) onRead()
  })
  return {
    isKept() {
      if (hasNone || isClosed || keptChanges === changes) return true
      askWhatIsKept()
      return false
    },
    isOrigin: (origin) => copy !== undefined && origin === copy,
    noteOwn(client) {
      unnoted.add(client)
      noteAll()
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
      writeGathered()
      void copy?.destroy()
    },
    async clear() {
      await opened
      isClosed = true
      forgetGathered()
      await copy?.clearData()
    },
  }
}
