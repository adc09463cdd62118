/** A text's log: how it becomes a document, what is written of a batch, and what a snapshot holds. */
import * as Y from 'yjs'
import type { MemberId, TextId } from '#shared/domain/ids'
import type { Store, TextRecord } from '../store/store.ts'
import type { Bindings } from './admission.ts'
import { mergeInGroups } from './frame-codec.ts'

/** What a record costs beside its update, in bytes. */
export const recordOverhead = 96

/** What records weigh on disk, in bytes. */
export const bytesOf = (records: readonly TextRecord[]): number =>
  records.reduce((sum, { update }) => sum + update.length + recordOverhead, 0)

/** One record for a batch that one author sent alone: what several sent may build on each other, and stays apart. */
export function joinOneAuthor(records: readonly TextRecord[]): readonly TextRecord[] {
  const [first, ...others] = records
  if (!first || others.length === 0) return records
  if (others.some(({ author }) => author !== first.author)) return records
  const update = mergeInGroups(records.map((record) => record.update))
  return [{ ...first, update, clients: records.flatMap(({ clients }) => clients) }]
}

/** Rebuilds the document and its bindings from the log, in one transaction. */
export function rebuild(records: readonly TextRecord[]): { doc: Y.Doc; bindings: Bindings } {
  const doc = new Y.Doc()
  const bindings: Bindings = new Map()
  doc.transact(() => {
    for (const { update, clients, author } of records) {
      Y.applyUpdate(doc, update)
      for (const client of clients) bindings.set(client, author)
    }
  })
  return { doc, bindings }
}

/** The document as its log has it now. */
export const rebuildFrom = (store: Store, textId: TextId) => {
  const { snapshot, tail } = store.readText(textId)
  return rebuild([...snapshot, ...tail])
}

/** The whole state as one update, followed by one empty update for each author, which carries their client ids. */
export function copyOf(doc: Y.Doc, bindings: Bindings, at: string): TextRecord[] {
  const clientsOf = new Map<MemberId | null, number[]>()
  for (const [client, author] of bindings)
    clientsOf.set(author, [...(clientsOf.get(author) ?? []), client])
  const nothing = new Uint8Array([0, 0])
  return [
    { author: null, at, update: Y.encodeStateAsUpdate(doc), clients: [] },
    ...[...clientsOf].map(([author, clients]) => ({ author, at, update: nothing, clients })),
  ]
}
