/** Whether all that an update builds on has arrived: found out from the clocks alone. */
import * as Y from 'yjs'
import type { DecodedUpdate } from './decoded-update.ts'

/** Next clock of each client after the update; undefined when it leaves a gap. */
export function clocksAfter(
  doc: Y.Doc,
  { structs }: DecodedUpdate,
): Map<number, number> | undefined {
  const clocks = new Map<number, number>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const next = clocks.get(client) ?? Y.getState(doc.store, client)
    if (clock > next || struct instanceof Y.Skip) return undefined
    clocks.set(client, Math.max(next, clock + struct.length))
  }
  return clocks
}

/** Whether everything that the update builds on is in the document or in the update itself. */
export function isCausallyComplete(
  doc: Y.Doc,
  decoded: DecodedUpdate,
  clocks: Map<number, number>,
): boolean {
  const isThere = (id: Y.ID | string | null | undefined): boolean =>
    !(id instanceof Y.ID) || id.clock < (clocks.get(id.client) ?? Y.getState(doc.store, id.client))
  for (const struct of decoded.structs) {
    if (!(struct instanceof Y.Item)) continue
    const parent: unknown = struct.parent
    if (!isThere(struct.origin) || !isThere(struct.rightOrigin)) return false
    if (parent instanceof Y.ID && !isThere(parent)) return false
  }
  for (const [client, ranges] of decoded.ds.clients)
    for (const range of ranges)
      if (range.clock + range.len > (clocks.get(client) ?? Y.getState(doc.store, client)))
        return false
  return true
}
