/**
 * The one table of copies of a text. Authors, amendments that follow their base, anchors of comments and the sources of a proposal
 * all ask it which letter another one stands for.
 *
 * Before: Portugal's "budget" (1-0 to 1-5) is deleted by Brazil, who undoes it: 9-0 to 9-5. `originalOf(9-2)` is 1-2, so its author
 * is Portugal, and a comment on 1-2 finds 9-2 by `livingCopyOf(1-2)`. Cut and pasted later as 3-4 to 3-9, it is still 1-2.
 */
import type * as Y from 'yjs'
import { behind, has, idSet, type LetterId, lastAt, nameOf } from '../flow/ids.ts'
import { redoneRuns } from '../flow/redone.ts'
import type { CopyRange, KeptCopies } from './copy-range.ts'

/** A letter, and the text that it stands in where that is another. */
export type Origin = CopyRange['original']

export interface Copies {
  /** The letter that was typed first; the letter itself where it is no copy. In another text it is asked for there. */
  originalOf(id: LetterId): Origin
  /** The letter that this one was copied from, however often; nearest first. */
  sourcesOf(id: LetterId): Origin[]
  /** The letter itself or the last made of its copies that stands; undefined where none does. */
  livingCopyOf(id: LetterId, stands: (id: LetterId) => boolean): LetterId | undefined
  /** The same of those copies alone that stand in its place, the letter itself left out. */
  livingInPlaceOf(id: LetterId, stands: (id: LetterId) => boolean): LetterId | undefined
  /** Whether another letter of the text was copied from this one. */
  isCopied(id: LetterId): boolean
  /** How many letters from this one on, of those that were written with it, are copies of the same kind, or none. */
  sameFor(id: LetterId): number
  /** The nearest copy on the way to the original that a member made by moving or pasting; undefined where none did. */
  moverOf(id: LetterId): LetterId | undefined
  /** The letter in whose place this one stands or stood, however often it was brought back or moved; the letter itself where there is none. */
  firstInPlace(id: LetterId): LetterId
  /** Whether a letter stands in place of the one that it was copied from: brought back, or put elsewhere when that was taken away. */
  isInPlace(id: LetterId): boolean
  /** All ranges, in no order. */
  readonly ranges: readonly CopyRange[]
}

interface Entry {
  readonly clock: number
  readonly order: number
  readonly range: CopyRange
}

/** How far the ranges of each part of a sorted list reach, a part being named by its middle: halves of halves of it. */
function reachesOf(entries: readonly Entry[]): readonly number[] {
  const reaches: number[] = []
  const reachIn = (from: number, to: number): number => {
    if (from >= to) return 0
    const middle = (from + to) >> 1
    const { clock = 0, range } = entries[middle] ?? {}
    const own = clock + (range?.length ?? 0)
    const reach = Math.max(own, reachIn(from, middle), reachIn(middle + 1, to))
    reaches[middle] = reach
    return reach
  }
  reachIn(0, entries.length)
  return reaches
}

/**
 * Finds the ranges that hold a letter on one side of them, the first of the list first. However many overlap, only those that hold it
 * are looked at, and some on the way to them.
 */
function finder(
  ranges: readonly CopyRange[],
  side: 'copy' | 'original',
): (id: LetterId) => CopyRange[] {
  const clients = new Map<number, Entry[]>()
  for (const [order, range] of ranges.entries()) {
    const { client, clock } = range[side]
    const entries = clients.get(client) ?? []
    clients.set(client, entries)
    entries.push({ clock, order, range })
  }
  const sorted = new Map(
    [...clients].map(([client, own]) => {
      const entries = own.toSorted((a, b) => a.clock - b.clock)
      return [client, { entries, reaches: reachesOf(entries) }]
    }),
  )
  return ({ client, clock }) => {
    const own = sorted.get(client)
    if (!own) return []
    const { entries, reaches } = own
    const found: Entry[] = []
    const look = (from: number, to: number) => {
      const middle = (from + to) >> 1
      const entry = from < to ? entries[middle] : undefined
      if (!entry || (reaches[middle] ?? 0) <= clock) return
      look(from, middle)
      if (entry.clock > clock) return
      if (clock - entry.clock < entry.range.length) found.push(entry)
      look(middle + 1, to)
    }
    look(0, entries.length)
    return found.toSorted((a, b) => a.order - b.order).map(({ range }) => range)
  }
}

/** Tells where, behind a letter, ranges next begin or end on either side: up to there its letters share their ranges. */
function bordersOf(ranges: readonly CopyRange[]): (client: number, clock: number) => number {
  const clients = new Map<number, number[]>()
  for (const { copy, original, length } of ranges)
    for (const { client, clock } of [copy, original]) {
      const own = clients.get(client) ?? []
      clients.set(client, own)
      own.push(clock, clock + length)
    }
  const sorted = new Map(
    [...clients].map(([client, own]) => [
      client,
      own.toSorted((a, b) => a - b).map((clock) => ({ clock })),
    ]),
  )
  return (client, clock) => {
    const own = sorted.get(client) ?? []
    return own[lastAt(own, clock) + 1]?.clock ?? Number.POSITIVE_INFINITY
  }
}

const idOf = ({ client, clock }: LetterId): LetterId => ({ client, clock })

/** A table of these ranges. Of two that say whose copy a letter is, the first holds; one that leads back to itself ends there. */
export function copiesTable(ranges: readonly CopyRange[]): Copies {
  const byCopy = finder(ranges, 'copy')
  const within = ranges.filter(({ original }) => original.text === undefined)
  const byOriginal = finder(within, 'original')
  const originals = idSet(within.map(({ original, length }) => ({ ...idOf(original), length })))
  const copiesFrom = (id: LetterId): LetterId[] =>
    byOriginal(id).map(({ copy, original }) => idOf(behind(copy, id.clock - original.clock)))
  const borders = bordersOf(ranges)
  const originalIn = ({ copy, original }: CopyRange, id: LetterId): Origin => ({
    ...original,
    clock: original.clock + id.clock - copy.clock,
  })
  const sourceOf = (id: LetterId): Origin | undefined => {
    const [found] = byCopy(id)
    return found && originalIn(found, id)
  }
  const sourcesOf = (id: LetterId): Origin[] => {
    const sources: Origin[] = []
    const seen = new Set([nameOf(id)])
    for (let next = sourceOf(id); next && !seen.has(nameOf(next)); next = sourceOf(next)) {
      seen.add(nameOf(next))
      sources.push(next)
      if (next.text !== undefined) break
    }
    return sources
  }
  /** The letter and what it was copied from in this text. */
  const wayOf = (id: LetterId): LetterId[] => [
    idOf(id),
    ...sourcesOf(id).filter(({ text }) => text === undefined),
  ]
  const isInPlace = (id: LetterId): boolean => {
    const [range] = byCopy(id)
    return range !== undefined && (range.by !== 'member' || range.isMoved === true)
  }
  /** The last of a letter and its copies, those that count, of which something holds. */
  const lastOfCopies = (
    id: LetterId,
    holds: (id: LetterId) => boolean,
    counts: (copy: LetterId) => boolean,
  ): LetterId | undefined => {
    const seen = new Set<string>()
    const waiting = [idOf(id)]
    let last: LetterId | undefined
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (seen.has(nameOf(next))) continue
      seen.add(nameOf(next))
      if (holds(next)) last = next
      waiting.push(...copiesFrom(next).filter(counts))
    }
    return last
  }
  return {
    ranges,
    sourcesOf,
    isInPlace,
    firstInPlace: (id) => {
      const way = wayOf(id)
      return way.find((each) => !isInPlace(each)) ?? way.at(-1) ?? idOf(id)
    },
    isCopied: (id) => has(originals, id),
    sameFor: (id) =>
      Math.min(...wayOf(id).map(({ client, clock }) => borders(client, clock) - clock)),
    moverOf: (id) => wayOf(id).find((each) => byCopy(each)[0]?.by === 'member'),
    originalOf: (id) => sourcesOf(id).at(-1) ?? idOf(id),
    livingCopyOf: (id, stands) => lastOfCopies(id, stands, () => true),
    livingInPlaceOf: (id, stands) =>
      lastOfCopies(id, (each) => nameOf(each) !== nameOf(id) && stands(each), isInPlace),
  }
}

/** The table of a text: what undos brought back, read from its document (`gc: false`), and what is kept beside it. */
export const copiesOf = (doc: Y.Doc, kept: KeptCopies): Copies =>
  copiesTable([
    ...redoneRuns(doc).map(
      ({ copy, original, length }): CopyRange => ({
        copy: idOf(copy),
        original: idOf(original),
        length,
        by: 'undo',
      }),
    ),
    ...kept.ranges,
  ])
