/**
 * A row or column is removed by a flag and never deleted: words typed in it meanwhile would be nowhere. So an update may delete what
 * stands under a key of `rows` or `columns` only where something else is said there behind it: by whoever changes the value, or by
 * somebody who did so at once. What the installation has noted of copies and brackets no page deletes.
 *
 * `r1.table = 'tasks'` deleted by its own: refused. `r1.order` deleted by whoever writes another order behind it: let in. Two who move
 * `r1` at once: of the two orders Yjs keeps the last and deletes the other, on every page that has both.
 */
import * as Y from 'yjs'
import { isInstallations } from '#shared/flow/allowed-flow'
import { type Arrival, type Arrivals, isSame, originOf } from '../arrivals.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { mostSteps } from '../honest-neighbours.ts'
import { deletedBy, structsDeletedBy } from './deleted-ranges.ts'
import type { Spot } from './spots.ts'

const nameOf = (id: Y.ID | null): string => (id ? `${id.client}:${id.clock}` : 'first')
const lastOf = ({ id, length }: Arrival): Y.ID => Y.createID(id.client, id.clock + length - 1)

/**
 * Whether Yjs puts one value behind another that was last: it stands behind all that builds on what it builds on, by the order of
 * client ids, of the same client the older one last.
 */
function isBehind(
  arrivals: Arrivals<Spot>,
  id: Y.ID,
  last: Y.ID,
  budget: { steps: number },
): boolean {
  const originAt = (at: Y.ID): Y.ID | null => {
    budget.steps += 1
    const run = arrivals.runAt(at)
    return run ? originOf(run, at) : null
  }
  if (isSame(originAt(id), last)) return true
  /** For each value that the last one builds on: the next one on the way there. */
  const above = new Map<string, Y.ID>()
  for (let at: Y.ID | null = last; at && budget.steps <= mostSteps; ) {
    const origin: Y.ID | null = originAt(at)
    above.set(nameOf(origin), at)
    at = origin
  }
  for (let at = id; ; ) {
    const origin = originAt(at)
    if (isSame(origin, last)) return true
    const beside = above.get(nameOf(origin))
    if (beside)
      return at.client === beside.client ? at.clock < beside.clock : at.client > beside.client
    if (!origin) return false
    at = origin
  }
}

/** `written` is what the update brings under keys of rows and columns, in the order of its causes. */
export function keepsRows(
  doc: Y.Doc,
  decoded: DecodedUpdate,
  arrivals: Arrivals<Spot>,
  written: readonly Arrival<Spot>[],
  rootName: (type: unknown) => string | undefined,
): boolean {
  const isGone = deletedBy(decoded.ds)
  const budget = { steps: 0 }
  const lasts = new Map<string, Y.ID | undefined>()
  const placeOf = ({ root, key }: Spot): string => `${root}\n${key}`
  const known = ({ root, key }: Spot): Y.ID | undefined =>
    doc.share.get(root)?._map.get(key ?? '')?.lastId
  for (const arrival of written) {
    const place = placeOf(arrival.spot)
    const last = lasts.get(place) ?? known(arrival.spot)
    const own = lastOf(arrival)
    lasts.set(place, !last || isBehind(arrivals, own, last, budget) ? own : last)
    if (budget.steps > mostSteps) return false
  }
  for (const { deleted, parent, parentSub: key } of structsDeletedBy(doc, decoded)) {
    const root = deleted ? undefined : rootName(parent)
    if (isInstallations(root)) return false
    if (root !== 'rows' && root !== 'columns') continue
    const spot = { root, key }
    if (!lasts.has(placeOf(spot))) lasts.set(placeOf(spot), known(spot))
  }
  for (const last of lasts.values()) {
    const run = last && arrivals.runAt(last)
    if (!last || !run || isGone(last)) return false
    if (run.content instanceof Y.ContentDeleted || (run instanceof Y.Item && run.deleted))
      return false
  }
  return true
}
