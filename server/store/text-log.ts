/** A text's log: how it becomes a document, what is written of a batch, and what a snapshot holds. */
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import { newTextDoc } from '#shared/text/text-doc'
import type { Store, TextRecord } from './store.ts'

/** Who may write under which client id in one text; null is the installation, which wrote a text's first words. */
export type Bindings = Map<number, MemberId | null>

/** What a record costs beside its updates, in bytes. */
const recordOverhead = 96

/** What records weigh on disk, in bytes. */
export const bytesOf = (records: readonly TextRecord[]): number => {
  let bytes = 0
  for (const { updates } of records) {
    bytes += recordOverhead
    for (const update of updates) bytes += update.length
  }
  return bytes
}

/** Rebuilds the document and its bindings from the log, in one transaction. */
export function rebuild(records: readonly TextRecord[]): { doc: Y.Doc; bindings: Bindings } {
  const doc = newTextDoc()
  const bindings: Bindings = new Map()
  doc.transact(() => {
    for (const { updates, clients, author } of records) {
      for (const update of updates) Y.applyUpdate(doc, update)
      for (const client of clients) bindings.set(client, author)
    }
  })
  return { doc, bindings }
}

/** Applies updates as from elsewhere. Gives back what changed: all of them as one, then what Yjs tidied up because of them. */
export function applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): Uint8Array[] {
  const heard: Uint8Array[] = []
  const hear = (update: Uint8Array) => heard.push(update)
  doc.on('update', hear)
  const applyThem = () => {
    for (const update of updates) Y.applyUpdate(doc, update)
  }
  Y.transact(doc, applyThem, undefined, false)
  doc.off('update', hear)
  return heard
}

/** The document as its log has it now. */
export const rebuildFrom = (store: Store, textId: TextId) => {
  const { snapshot, tail } = store.readText(textId)
  return rebuild([...snapshot, ...tail])
}

/** Updates of nobody in particular, followed by a record for each author, which carries their client ids. */
export function authorRecords(
  updates: readonly Uint8Array[],
  authors: Iterable<readonly [number, MemberId | null]>,
  at: string,
): TextRecord[] {
  const clientsOf = new Map<MemberId | null, number[]>()
  for (const [client, author] of authors) {
    const own = clientsOf.get(author)
    if (own) own.push(client)
    else clientsOf.set(author, [client])
  }
  return [
    { author: null, at, updates, clients: [] },
    ...[...clientsOf].map(([author, clients]) => ({ author, at, updates: [], clients })),
  ]
}

/** The whole state as one update, followed by a record for each author, which carries their client ids. */
export const copyOf = (doc: Y.Doc, bindings: Bindings, at: string): TextRecord[] =>
  authorRecords([Y.encodeStateAsUpdate(doc)], bindings, at)

/** How many structs a document holds. */
export const structsIn = ({ store }: Y.Doc): number => {
  let structs = 0
  for (const own of store.clients.values()) structs += own.length
  return structs
}
