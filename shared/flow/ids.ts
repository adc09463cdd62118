/** Stretches of ids: Yjs names each letter and each embed by who wrote it and by a clock, and what was written together lies together. */
/** A letter's or an embed's name, as Yjs gives it. */
export interface LetterId {
  readonly client: number
  readonly clock: number
}

interface Stretch {
  readonly clock: number
  readonly len: number
}
/** Ids as few stretches as they are: for each client in order, none touching the next. */
export type IdSet = ReadonlyMap<number, readonly Stretch[]>

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

export function has(set: IdSet, { client, clock }: LetterId): boolean {
  const stretches = set.get(client) ?? []
  const found = stretches[lastAt(stretches, clock)]
  return found !== undefined && clock < found.clock + found.len
}

/** A name for an id, for maps and for what is told to others. */
export const nameOf = ({ client, clock }: LetterId): string => `${client}-${clock}`

/** The id this many letters behind one that was written with it. */
export const behind = ({ client, clock }: LetterId, letters: number): LetterId => ({
  client,
  clock: clock + letters,
})
