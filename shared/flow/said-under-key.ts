/**
 * What has been said under a key of a root map. Yjs joins values that one person wrote in a row and that are deleted, as it joins
 * letters: asked for the joined one it tells of the first alone. Here each is told by itself.
 *
 * Before: `r1.order` was `A`, `B`, `C`, of which `A` and `B` are one item by now. Told: `C`, `B`, `A`.
 */
import type * as Y from 'yjs'
import { behind, type LetterId } from './ids.ts'
import { stoodAt } from './moments.ts'

export interface Said {
  readonly id: LetterId
  /** Undefined where it was deleted and nobody here kept it. */
  readonly value: unknown
  readonly isDeleted: boolean
}

/** The last first. */
export function* saidUnder(keys: Y.Map<unknown>, name: string): Generator<Said> {
  for (let item = keys._map.get(name) ?? null; item; item = item.left) {
    const values: readonly unknown[] = item.content.getContent()
    for (let at = item.length - 1; at >= 0; at -= 1)
      yield { id: behind(item.id, at), value: values[at], isDeleted: item.deleted }
  }
}

/** What a key said at a moment of its document, which keeps what is deleted; undefined where it said nothing. */
export function valueAt(keys: Y.Map<unknown>, name: string, moment: Y.Snapshot): unknown {
  for (const { id, value } of saidUnder(keys, name)) if (stoodAt(moment, id)) return value
  return undefined
}

/** The ids (`<id>.<name>`) under which something may be said otherwise at one moment than at another. Work in proportion to the keys. */
export function idsSaidBetween(
  keys: Y.Map<unknown>,
  then: Y.Snapshot,
  now: Y.Snapshot,
): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const [name, { lastId }] of keys._map)
    if (!stoodAt(then, lastId) || !stoodAt(now, lastId))
      ids.add(name.slice(0, name.lastIndexOf('.')))
  return ids
}
