/**
 * A row is removed by a flag and never deleted: words typed in it meanwhile would be nowhere. So an update may delete what stands
 * under a key of `rows` only where it puts something there itself, as whoever changes a value does.
 *
 * `r1.table = 'tasks'` deleted by its own: refused. `r1.order` deleted by whoever writes another order behind it: let in.
 */
import * as Y from 'yjs'
import type { DecodedUpdate } from '../decoded-update.ts'
import type { Arrival } from './arrivals.ts'
import { deletedBy, structsDeletedBy } from './deleted-ranges.ts'

const idKey = ({ client, clock }: Y.ID): string => `${client}:${clock}`
const lastOf = ({ id, length }: Arrival): string => `${id.client}:${id.clock + length - 1}`

/** `written` is what the update brings under keys of the rows, in the order of its causes. */
export function keepsRows(
  doc: Y.Doc,
  decoded: DecodedUpdate,
  written: readonly Arrival[],
  isRows: (type: unknown) => boolean,
): boolean {
  const followed = new Set(written.flatMap(({ origin }) => (origin ? [idKey(origin)] : [])))
  const isGone = deletedBy(decoded.ds)
  for (const arrival of written) {
    const { id, content } = arrival
    const isDeleted = content instanceof Y.ContentDeleted || isGone(id)
    if (isDeleted && !followed.has(lastOf(arrival))) return false
  }
  for (const struct of structsDeletedBy(doc, decoded)) {
    const { deleted, parent, lastId } = struct
    if (!deleted && isRows(parent) && !followed.has(idKey(lastId))) return false
  }
  return true
}
