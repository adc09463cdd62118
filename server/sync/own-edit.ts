/** An edit that the server makes in a text for a member, as part of an act of the record. */
import * as Y from 'yjs'
import type { MemberId } from '#shared/domain/ids'
import type { TextRecord } from '../store/store.ts'
import type { Bindings } from '../store/text-log.ts'

/** Changes a copy of a text. Words written under `clientFor(client)` stay those of the author of `client`. */
export type Change = (doc: Y.Doc, clientFor: (client: number) => number) => void

export interface OwnEdit {
  readonly records: readonly TextRecord[]
  readonly update: Uint8Array
  readonly bindings: Bindings
}

/** Works the edit out on a copy, under fresh client ids: one for its author, one for each author whose words it writes again. */
export function makeOwnEdit(
  doc: Y.Doc,
  known: Bindings,
  author: MemberId | null,
  at: string,
  change: Change,
): OwnEdit {
  const { copy, updates } = copyWithUpdates(doc)
  const clients = new Map<MemberId | null, number>()
  const clientOf = (member: MemberId | null): number => {
    const made = clients.get(member) ?? freshClient(known, clients)
    clients.set(member, made)
    return made
  }
  copy.clientID = clientOf(author)
  change(copy, (client) => clientOf(known.get(client) ?? null))
  copy.destroy()
  // Where an update arrives Yjs may tidy up marks: that is part of what everybody will have, and so of what is written.
  const arrival = copyWithUpdates(doc)
  Y.applyUpdate(arrival.copy, Y.mergeUpdates(updates))
  arrival.copy.destroy()
  const update = Y.mergeUpdates(arrival.updates)
  const used = new Set(Y.decodeUpdate(update).structs.map(({ id }) => id.client))
  const bindings: Bindings = new Map()
  for (const [member, client] of clients) if (used.has(client)) bindings.set(client, member)
  const clientsOf = (member: MemberId | null) =>
    [...bindings].flatMap(([client, its]) => (its === member ? [client] : []))
  const others = new Set([...bindings.values()].filter((member) => member !== author))
  return {
    update,
    bindings,
    records: [
      { author, at, updates: [update], clients: clientsOf(author) },
      ...[...others].map((member) => ({
        author: member,
        at,
        updates: [],
        clients: clientsOf(member),
      })),
    ],
  }
}

function copyWithUpdates(doc: Y.Doc): { readonly copy: Y.Doc; readonly updates: Uint8Array[] } {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  const updates: Uint8Array[] = []
  copy.on('update', (update: Uint8Array) => updates.push(update))
  return { copy, updates }
}

function freshClient(known: Bindings, made: ReadonlyMap<unknown, number>): number {
  for (;;) {
    const [client = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (!known.has(client) && ![...made.values()].includes(client)) return client
  }
}
