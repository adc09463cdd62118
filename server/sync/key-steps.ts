/**
 * How many steps an update makes Yjs take under the keys of maps and nodes. What is put under a key goes behind all that was ever
 * put there beside it: a step each, for every struct that isn't put behind the last.
 */
import * as Y from 'yjs'
import { type Arrival, type Arrivals, isSame } from './arrivals.ts'
import { mostSteps } from './honest-neighbours.ts'

/** `valueOf` tells what the document now has under a key of one of its holders. */
export function openKeySteps<Holder>(
  arrivals: Arrivals,
  valueOf: (holder: Holder, key: string) => Y.Item | undefined,
) {
  const added = new Map<Holder, Map<string, { readonly last: Y.ID; readonly count: number }>>()
  let steps = 0
  /** Walks over what the document has behind an item, or before it. */
  const walk = (from: Y.Item, side: 'left' | 'right') => {
    for (let each = from[side]; each && steps <= mostSteps; each = each[side]) steps += 1
  }
  return {
    /** Counts one more struct; false when they are more than pages make. */
    take({ id, length, origin }: Arrival, holder: Holder, key: string): boolean {
      const ofHolder = added.get(holder) ?? new Map<string, { last: Y.ID; count: number }>()
      added.set(holder, ofHolder)
      const own = ofHolder.get(key)
      steps += 1
      if (!own || !isSame(origin, own.last)) {
        steps += own?.count ?? 0
        const beside = origin ? arrivals.runAt(origin) : valueOf(holder, key)
        if (beside instanceof Y.Item) walk(beside, origin ? 'right' : 'left')
      }
      const last = Y.createID(id.client, id.clock + length - 1)
      ofHolder.set(key, { last, count: (own?.count ?? 0) + 1 })
      return steps <= mostSteps
    },
  }
}
