/**
 * How many steps an update makes Yjs take under the keys of root maps. What is put under a key goes behind all that was ever put
 * there beside it: a step each, for every struct that isn't put behind the last.
 */
import * as Y from 'yjs'
import { type Arrival, type Arrivals, isSame } from './arrivals.ts'
import { mostSteps } from './honest-neighbours.ts'

export function openKeySteps(doc: Y.Doc, arrivals: Arrivals) {
  const added = new Map<string, { readonly last: Y.ID; readonly count: number }>()
  let steps = 0
  /** Walks over what the document has behind an item, or before it. */
  const walk = (from: Y.Item, side: 'left' | 'right') => {
    for (let each = from[side]; each && steps <= mostSteps; each = each[side]) steps += 1
  }
  return {
    /** Counts one more struct; false when they are more than pages make. */
    take({ id, length, origin, spot }: Arrival): boolean {
      const place = `${spot.root}\n${spot.key}`
      const own = added.get(place)
      steps += 1
      if (!own || !isSame(origin, own.last)) {
        steps += own?.count ?? 0
        const beside = origin
          ? arrivals.runAt(origin)
          : doc.share.get(spot.root)?._map.get(spot.key ?? '')
        if (beside instanceof Y.Item) walk(beside, origin ? 'right' : 'left')
      }
      const last = Y.createID(id.client, id.clock + length - 1)
      added.set(place, { last, count: (own?.count ?? 0) + 1 })
      return steps <= mostSteps
    },
  }
}
