/** What an update brings, found by its id together with what the document has. */
import * as Y from 'yjs'

/** Where something stands: in the sequence of a root, or under a key of one. */
export interface Spot {
  readonly root: string
  readonly key: string | null
}

/** A struct that is not in the document yet, without what the document has of it already. */
export interface Arrival {
  readonly id: Y.ID
  readonly length: number
  readonly origin: Y.ID | null
  readonly rightOrigin: Y.ID | null
  readonly spot: Spot
  readonly content: Y.Item['content']
  /** Letters at the start of the content that the document has. */
  readonly skipped: number
}

/** What letters and edges lie in, here and there. */
export type Run = Arrival | Y.Item

export const isSame = (one: Y.ID | null, other: Y.ID | null): boolean =>
  one === other || (one?.client === other?.client && one?.clock === other?.clock)

/** The index of the last of these, in order, that is at most so much; -1 where none is. */
export function lastUpTo<T>(
  sorted: readonly T[],
  most: number,
  valueOf: (each: T) => number,
): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const each = sorted[middle]
    if (each !== undefined && valueOf(each) <= most) low = middle + 1
    else high = middle
  }
  return low - 1
}

export interface Arrivals {
  add(arrival: Arrival): void
  /** The run that this letter lies in; undefined where nothing can stand beside it. */
  runAt(id: Y.ID): Run | undefined
}

export function openArrivals({ store }: Y.Doc): Arrivals {
  const byClient = new Map<number, Arrival[]>()
  return {
    add(arrival) {
      const own = byClient.get(arrival.id.client)
      if (own) own.push(arrival)
      else byClient.set(arrival.id.client, [arrival])
    },
    runAt({ client, clock }) {
      if (clock < Y.getState(store, client)) {
        const struct: unknown = Y.getItem(store, Y.createID(client, clock))
        return struct instanceof Y.Item ? struct : undefined
      }
      const own = byClient.get(client) ?? []
      const found = own[lastUpTo(own, clock, (each) => each.id.clock)]
      return found && clock < found.id.clock + found.length ? found : undefined
    },
  }
}

/** What a letter was put behind. */
export const originOf = (run: Run, { client, clock }: Y.ID): Y.ID | null =>
  clock === run.id.clock ? run.origin : Y.createID(client, clock - 1)
