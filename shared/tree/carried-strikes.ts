/**
 * An amendment that strikes words goes on striking them when somebody splits, joins, moves or lists their paragraph in the base:
 * the copies that their editor puts in their place are struck as well.
 */
import * as Y from 'yjs'
import { encodeDeletions } from './amended-words.ts'
import type { Rewrite } from './rewrites.ts'

/** Letters by client id, in no order. */
type Letters = Map<number, Set<number>>

const put = (letters: Letters, { client, clock }: Y.ID) => {
  const clocks = letters.get(client) ?? new Set()
  clocks.add(clock)
  letters.set(client, clocks)
}

/** Clocks as ranges, in order. */
function rangesOf(clocks: ReadonlySet<number>): { clock: number; len: number }[] {
  const ranges: { clock: number; len: number }[] = []
  for (const clock of [...clocks].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last.clock + last.len === clock) last.len += 1
    else ranges.push({ clock, len: 1 })
  }
  return ranges
}

/**
 * What strikes in the amendment the copies of what it has struck, as an update after the one that brings the copies; undefined
 * when there is nothing. `rewrites` are those of its base whose copies it does not have yet, in the order of writing.
 */
export function carriedStrikes(
  amendment: Y.Doc,
  rewrites: readonly Rewrite[],
): Uint8Array | undefined {
  const struck = Y.createDeleteSetFromStructStore(amendment.store)
  const carried: Letters = new Map()
  const isStruck = (id: Y.ID) =>
    Y.isDeleted(struck, id) || carried.get(id.client)?.has(id.clock) === true
  for (const { from, to, length } of rewrites)
    for (let offset = 0; offset < length; offset += 1) {
      const copy = Y.createID(to.client, to.clock + offset)
      if (copy.clock < Y.getState(amendment.store, copy.client)) continue
      if (isStruck(Y.createID(from.client, from.clock + offset))) put(carried, copy)
    }
  if (carried.size === 0) return undefined
  const deletions = Y.createDeleteSet()
  for (const [client, clocks] of carried) deletions.clients.set(client, rangesOf(clocks))
  // An update without structs is a zero and its deletions.
  return Uint8Array.of(0, ...encodeDeletions(deletions))
}
