/** What an update brings, found by its id together with what the document has. */
import * as Y from 'yjs'

/** A struct that is not in the document yet, without what the document has of it already. `Spot` tells where it stands. */
export interface Arrival<Spot = unknown> {
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
export type Run<Spot = unknown> = Arrival<Spot> | Y.Item

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

export interface Arrivals<Spot = unknown> {
  add(arrival: Arrival<Spot>): void
  /** The run that this letter lies in; undefined where nothing can stand beside it. */
  runAt(id: Y.ID): Run<Spot> | undefined
}

export function openArrivals<Spot>({ store }: Y.Doc): Arrivals<Spot> {
  const byClient = new Map<number, Arrival<Spot>[]>()
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

/** The letter before it in the same struct, where the document has that already and `state` is the next clock of its client. */
export const knownPart = ({ id }: Y.Item, state: number): Y.ID | null =>
  id.clock < state ? Y.createID(id.client, state - 1) : null

/** The struct as it is new: behind what the document has of it. */
export function arrivalOf<Spot>(item: Y.Item, spot: Spot, state: number): Arrival<Spot> {
  const { id, length, rightOrigin, content } = item
  const known = knownPart(item, state)
  if (!known) return { id, length, origin: item.origin, rightOrigin, spot, content, skipped: 0 }
  const skipped = state - id.clock
  return {
    id: Y.createID(id.client, state),
    length: length - skipped,
    origin: known,
    rightOrigin,
    spot,
    content,
    skipped,
  }
}

/** What a letter was put behind. */
export const originOf = (run: Run, { client, clock }: Y.ID): Y.ID | null =>
  clock === run.id.clock ? run.origin : Y.createID(client, clock - 1)
