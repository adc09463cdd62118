/** An edit that the server makes in a text for a member, as part of an act of the record. */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import { copyOfFlowDoc } from '#shared/flow/flow-doc'
import type { TextRecord } from '../store/store.ts'
import { type Bindings, freshClientId } from '../store/text-log.ts'

/** Changes a copy of a text. */
export type Change = (doc: Y.Doc) => void

export interface OwnEdit {
  readonly record: TextRecord
  readonly update: Uint8Array
}

/** The client ids that an update writes under. */
export const clientsIn = (update: Uint8Array): number[] => [
  ...new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client)),
]

/** Works the edit out on a copy, under client ids of its own that are its author's from now on. */
export function makeOwnEdit(
  doc: Y.Doc,
  known: Pick<Bindings, 'has'>,
  author: MemberId | null,
  at: string,
  change: Change,
): OwnEdit {
  const copy = copyOfFlowDoc(doc, freshClientId(known, doc.store.clients))
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  change(copy)
  copy.destroy()
  const update = Y.mergeUpdates(updates)
  const clients = clientsIn(update).filter((client) => !known.has(client))
  return { update, record: { author, at, updates: [update], clients } }
}
