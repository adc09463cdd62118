/** Asks of documents what they hold of updates. */
import * as Y from 'yjs'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { wordsOf } from './served.ts'

/** A document of nothing but these updates. */
export const docOf = (updates: readonly Uint8Array[]): Y.Doc => {
  const doc = newFlowDoc(1, { gc: false })
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}
/** Whether two documents hold the same, deletions included. */
export const isSame = (one: Y.Doc, other: Y.Doc): boolean =>
  wordsOf(one) === wordsOf(other) && Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))

/** Whether all of an update is in a document: its structs are there, its deletions happened. */
export function isIn(doc: Y.Doc, update: Uint8Array): boolean {
  const { structs, ds } = Y.decodeUpdate(update)
  const gone = Y.snapshot(doc).ds
  return (
    structs.every(({ id, length }) => id.clock + length <= Y.getState(doc.store, id.client)) &&
    [...ds.clients].every(([client, ranges]) =>
      ranges.every(({ clock, len }) =>
        Array.from({ length: len }, (_, index) => clock + index).every((each) =>
          Y.isDeleted(gone, Y.createID(client, each)),
        ),
      ),
    )
  )
}

/** Whether anything that an update adds is in a document. */
export const hasAnyOf = (doc: Y.Doc, update: Uint8Array): boolean =>
  Y.decodeUpdate(update).structs.some(({ id }) => id.clock < Y.getState(doc.store, id.client))
