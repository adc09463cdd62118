/** An edit that the server makes in a text for a member, as part of an act of the record. */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { newTextDoc } from '#shared/text/text-doc'
import type { TextRecord } from '../store/store.ts'

/** Changes a copy of a text. */
export type Change = (doc: Y.Doc) => void

export interface OwnEdit {
  readonly record: TextRecord
  readonly update: Uint8Array
}

function copyWithUpdates(doc: Y.Doc): { readonly copy: Y.Doc; readonly updates: Uint8Array[] } {
  const copy = newTextDoc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  return { copy, updates }
}

/** Works the edit out on a copy, under a client id of its own that is its author's from now on. */
export function makeOwnEdit(
  doc: Y.Doc,
  known: ReadonlyMap<number, unknown>,
  author: MemberId | null,
  at: string,
  change: Change,
): OwnEdit {
  const { copy, updates } = copyWithUpdates(doc)
  while (known.has(copy.clientID)) copy.clientID = new Y.Doc().clientID
  change(copy)
  copy.destroy()
  // Where an update arrives Yjs may tidy up marks: that is part of what everybody will have, and so of what is written.
  const arrival = copyWithUpdates(doc)
  Y.applyUpdate(arrival.copy, Y.mergeUpdates(updates))
  arrival.copy.destroy()
  const update = Y.mergeUpdates(arrival.updates)
  const clients = [...new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))]
  return { update, record: { author, at, updates: [update], clients } }
}
