/** What a document wrote, apart from what it deleted: the two halves of an update of Yjs. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { IdSet } from './ids.ts'

/** A delete set as the last part of an update. */
function encoded(deletions: IdSet): Uint8Array {
  const set = Object.assign(Y.createDeleteSet(), { clients: new Map(deletions) })
  // A snapshot is a delete set and a state vector; an empty vector is one byte.
  return Y.encodeSnapshot(Y.createSnapshot(set, new Map())).slice(0, -1)
}

/** All that a document wrote beyond a state vector, with these deletions in place of its own. */
export function updateWith(doc: Y.Doc, stateVector: Uint8Array, deletions: IdSet): Uint8Array {
  const update = Y.encodeStateAsUpdate(doc, stateVector)
  const own = encoded(Y.createDeleteSetFromStructStore(doc.store).clients).length
  const other = encoded(deletions)
  const changed = new Uint8Array(update.length - own + other.length)
  changed.set(update.subarray(0, update.length - own))
  changed.set(other, update.length - own)
  return changed
}

/** Structs that begin with the first of their client, and deletions, as an update. */
export function updateOf(structs: readonly (Y.Item | Y.GC)[], deletions: IdSet): Uint8Array {
  const byClient = new Map<number, (Y.Item | Y.GC)[]>()
  for (const struct of structs) {
    const own = byClient.get(struct.id.client) ?? []
    byClient.set(struct.id.client, own)
    own.push(struct)
  }
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  encoding.writeVarUint(restEncoder, byClient.size)
  for (const [client, own] of byClient) {
    encoding.writeVarUint(restEncoder, own.length)
    encoder.writeClient(client)
    encoding.writeVarUint(restEncoder, 0)
    for (const struct of own) struct.write(encoder, 0)
  }
  encoding.writeUint8Array(restEncoder, encoded(deletions))
  return encoder.toUint8Array()
}
