/** What of a paste or a file a text cannot keep: counted by kind, and told to whoever brought it. */

export const leftOutKinds = [
  'struck',
  'hidden',
  'deletions',
  'comments',
  'equations',
  'images',
  'fields',
] as const
export type LeftOutKind = (typeof leftOutKinds)[number]
export type LeftOut = Partial<Record<LeftOutKind, number>>

/** Counts what is left out while something is read. */
export interface Tally {
  add(kind: LeftOutKind, count?: number): void
  readonly all: LeftOut
}

export function newTally(): Tally {
  const all: LeftOut = {}
  return {
    all,
    add(kind, count = 1) {
      if (count > 0) all[kind] = (all[kind] ?? 0) + count
    },
  }
}

/** Both together. */
export function sumOf(one: LeftOut, other: LeftOut): LeftOut {
  const sum = newTally()
  for (const kind of leftOutKinds) sum.add(kind, (one[kind] ?? 0) + (other[kind] ?? 0))
  return sum.all
}
