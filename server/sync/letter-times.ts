/**
 * In which order letters came into a text and were deleted, since it was opened: each transaction is a moment, counted from 1. What was
 * there or was deleted when the text was opened came, or went, at 0.
 *
 * Whoever cuts words and pastes them elsewhere says so when they are deleted long since: by this it is told what stood together before.
 */
import type * as Y from 'yjs'
import type { IdRange, LetterId } from '#shared/flow/ids'
import { lastUpTo } from './arrivals.ts'

/** So many stretches are remembered; beyond, all that went until then went at 0. */
const mostStretches = 100_000

interface Came {
  readonly clock: number
  readonly at: number
}
interface Gone extends Came {
  readonly length: number
}

export interface LetterTimes {
  /** The last transaction's. */
  readonly now: () => number
  readonly cameAt: (id: LetterId) => number
  /** Where what came after a moment begins, client by client. */
  readonly cameSince: (moment: number) => LetterId[]
  /** What was deleted after a moment. */
  readonly goneSince: (moment: number) => IdRange[]
  /** Of a letter that is deleted. */
  readonly goneAt: (id: LetterId) => number
}

export function openLetterTimes(doc: Y.Doc): LetterTimes {
  let [now, stretches] = [0, 0]
  const came = new Map<number, Came[]>()
  const gone = new Map<number, Gone[]>()
  /** Those whose stretches are in order. */
  const sorted = new Set<number>()
  const ofClient = <T>(all: Map<number, T[]>, client: number): T[] => {
    const own = all.get(client) ?? []
    all.set(client, own)
    return own
  }
  doc.on('afterTransaction', ({ beforeState, afterState, deleteSet }: Y.Transaction) => {
    now += 1
    for (const [client, clock] of afterState) {
      const before = beforeState.get(client) ?? 0
      if (clock === before) continue
      ofClient(came, client).push({ clock: before, at: now })
      stretches += 1
    }
    for (const [client, ranges] of deleteSet.clients) {
      const own = ofClient(gone, client)
      for (const { clock, len } of ranges) own.push({ clock, length: len, at: now })
      sorted.delete(client)
      stretches += ranges.length
    }
    if (stretches <= mostStretches) return
    came.clear()
    gone.clear()
    stretches = 0
  })
  return {
    now: () => now,
    cameAt({ client, clock }) {
      const own = came.get(client) ?? []
      return own[lastUpTo(own, clock, (each) => each.clock)]?.at ?? 0
    },
    cameSince: (moment) =>
      [...came].flatMap(([client, own]) => {
        const first = own.findLastIndex(({ at }) => at <= moment) + 1
        const { clock } = own[first] ?? {}
        return clock === undefined ? [] : [{ client, clock }]
      }),
    goneSince: (moment) =>
      [...gone].flatMap(([client, own]) =>
        own.filter(({ at }) => at > moment).map(({ clock, length }) => ({ client, clock, length })),
      ),
    goneAt({ client, clock }) {
      const own = gone.get(client) ?? []
      if (!sorted.has(client)) own.sort((one, other) => one.clock - other.clock)
      sorted.add(client)
      const found = own[lastUpTo(own, clock, (each) => each.clock)]
      return found && clock < found.clock + found.length ? found.at : 0
    },
  }
}
