/** Stretches of ids: Yjs names each letter and each embed by who wrote it and by a clock, and what was written together lies together. */
import * as Y from 'yjs'

/** A letter's or an embed's name, as Yjs gives it. */
export interface LetterId {
  readonly client: number
  readonly clock: number
}

/** `length` ids of one client, from a clock on. */
export interface IdRange {
  readonly client: number
  readonly clock: number
  readonly length: number
}

interface Stretch {
  readonly clock: number
  readonly len: number
}
/** Ids as few stretches as they are: for each client in order, none touching the next. */
export type IdSet = ReadonlyMap<number, readonly Stretch[]>

/** Ranges in their order, those that go on where the one before them ends as one. */
export function joinedIds(ranges: readonly IdRange[]): IdRange[] {
  const all: IdRange[] = []
  for (const range of ranges) {
    const last = all.at(-1)
    if (last && last.client === range.client && last.clock + last.length === range.clock)
      all[all.length - 1] = { ...last, length: last.length + range.length }
    else all.push(range)
  }
  return all
}

/** The place of the last of sorted stretches that begins at a clock or before; -1 for none. */
export function lastAt(stretches: readonly { readonly clock: number }[], clock: number): number {
  let [low, high] = [0, stretches.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle]?.clock ?? 0) <= clock) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function idSet(ranges: Iterable<IdRange>): IdSet {
  const clients = new Map<number, { clock: number; len: number }[]>()
  for (const { client, clock, length } of ranges) {
    if (length <= 0) continue
    const stretches = clients.get(client) ?? []
    clients.set(client, stretches)
    stretches.push({ clock, len: length })
  }
  for (const [client, stretches] of clients) {
    const merged: { clock: number; len: number }[] = []
    for (const { clock, len } of stretches.toSorted((a, b) => a.clock - b.clock)) {
      const last = merged.at(-1)
      if (last && clock <= last.clock + last.len)
        last.len = Math.max(last.len, clock + len - last.clock)
      else merged.push({ clock, len })
    }
    clients.set(client, merged)
  }
  return clients
}

/** The stretches of a set. */
export const rangesOf = (set: IdSet): IdRange[] =>
  [...set].flatMap(([client, stretches]) =>
    stretches.map(({ clock, len }) => ({ client, clock, length: len })),
  )

export const union = (...sets: readonly IdSet[]): IdSet => idSet(sets.flatMap(rangesOf))

export function has(set: IdSet, { client, clock }: LetterId): boolean {
  const stretches = set.get(client) ?? []
  const found = stretches[lastAt(stretches, clock)]
  return found !== undefined && clock < found.clock + found.len
}

/** Whether any id of a range is in a set. */
export function hasAnyOf(set: IdSet, { client, clock, length }: IdRange): boolean {
  const stretches = set.get(client) ?? []
  const found = stretches[lastAt(stretches, clock + length - 1)]
  return found !== undefined && clock < found.clock + found.len
}

/** The ids of one set that are not in another. */
export const without = (set: IdSet, other: IdSet): IdSet =>
  idSet(
    rangesOf(set).flatMap((range) => {
      const left: IdRange[] = []
      const others = other.get(range.client) ?? []
      const end = range.clock + range.length
      let { clock } = range
      for (let at = Math.max(0, lastAt(others, clock)); at < others.length; at += 1) {
        const { clock: from, len } = others[at] ?? { clock: end, len: 0 }
        if (from >= end) break
        if (from + len <= clock) continue
        left.push({ ...range, clock, length: from - clock })
        clock = from + len
      }
      left.push({ ...range, clock, length: end - clock })
      return left
    }),
  )

export const intersection = (set: IdSet, other: IdSet): IdSet => without(set, without(set, other))

/** All that is deleted in a document. */
export const deletionsOf = (doc: Y.Doc): IdSet =>
  Y.createDeleteSetFromStructStore(doc.store).clients

/** A name for an id, for maps and for what is told to others. */
export const nameOf = ({ client, clock }: LetterId): string => `${client}-${clock}`

/** The id this many letters behind one that was written with it. */
export const behind = ({ client, clock }: LetterId, letters: number): LetterId => ({
  client,
  clock: clock + letters,
})
