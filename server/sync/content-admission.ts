/**
 * Admission of what an update brings: every piece stands where pages put its like, beside what its author can have seen side by
 * side, with a value that pages give it. Found out from the update and the document, in as many steps as the update has pieces,
 * before it touches the document.
 */
import * as Y from 'yjs'
import { mostChildren } from '#shared/text/allowed-content'
import { itemOf } from '#shared/text/amended-words'
import { mayHold, type Place, placeIn, placesIn, rootNames, rootPlace } from '#shared/text/places'
import { type Arrival, arrivalOf, knownPart, openArrivals } from './arrivals.ts'
import { openPlaces } from './honest-neighbours.ts'
import { openKeySteps } from './key-steps.ts'
import type { Struct } from './placeable.ts'

/** Levels of blocks in a text: whoever reads it runs out of stack below. */
const deepest = 64

/** How much an update brings of what is bounded. */
export interface Brought {
  readonly blocks: number
  readonly formats: number
  readonly rows: number
  readonly letters: number
  readonly pieces: number
}

/** What holds others: a shared type, of the document or of the update. */
type Holder = Exclude<Y.Item['parent'], Y.ID | string | null>

/** Where a piece stands, or that its place is gone: Yjs then makes nothing of it. */
type Spot = { readonly holder: Holder; readonly key: string | null } | Nowhere
type Nowhere = 'gone' | 'strange'

const gone = 'gone' as const
const strange = 'strange' as const

/** What the document has, and what was placed of an update so far, found by its id. */
function openLandings(doc: Y.Doc) {
  const arrivals = openArrivals<Spot>(doc)
  return {
    arrivals,
    /** Where the piece with this id stands. */
    spotOf(id: Y.ID): Spot {
      const run = arrivals.runAt(id)
      if (!(run instanceof Y.Item)) return run?.spot ?? gone
      const { parent, parentSub: key } = run
      return parent instanceof Y.AbstractType ? { holder: parent, key } : strange
    },
    /** What the piece with this id is to those that stand in it. */
    holderAt(id: Y.ID): Holder | Nowhere {
      const run = arrivals.runAt(id)
      if (!run || (!(run instanceof Y.Item) && run.spot === gone)) return gone
      const { content } = run
      if (content instanceof Y.ContentType) return content.type
      return content instanceof Y.ContentDeleted ? gone : strange
    },
  }
}

/** What is known of a holder: the client id that made it is undefined for roots. */
interface Made {
  readonly place: Place
  readonly level: number
  readonly by: number | undefined
}

/**
 * Whether a piece may be what an undo brings back into a node that it has made anew: Yjs puts that between the nearest of its own
 * copies, beside each other or not. All of them are then under one client id.
 */
const mayBeUndone = ({ id, origin, rightOrigin }: Arrival, madeBy: number | undefined): boolean =>
  madeBy === id.client &&
  [origin, rightOrigin].every((neighbour) => !neighbour || neighbour.client === id.client)

/** What an update brings, its pieces in an order in which causes come first, or why any of it may not stand where it would. */
export function broughtBy(
  doc: Y.Doc,
  order: readonly Struct[],
): Brought | 'malformed' | 'too-large' {
  const { arrivals, ...landings } = openLandings(doc)
  // What only the update has holds nothing yet.
  const places = openPlaces(arrivals, (holder: Holder) => holder._start?.id ?? null)
  const keySteps = openKeySteps(arrivals, (holder: Holder, key) => holder._map.get(key))
  for (const name of rootNames) doc.get(name)
  const placeOf = placesIn(doc)
  const made = new Map<Holder, Made>()
  const filled = new Map<Holder, number>()
  const written = new Map<Holder, Set<string>>()
  const brought = { blocks: 0, formats: 0, rows: 0, letters: 0, pieces: 0 }

  const levelOf = (holder: Holder): number => {
    let level = 0
    for (
      let above: unknown = holder;
      above instanceof Y.AbstractType && level <= deepest;
      level += 1
    )
      above = above.parent
    return level
  }
  const knownHolder = (holder: Holder) => {
    const known = made.get(holder)
    if (known) return known
    const place = placeOf(holder)
    const found = place && { place, level: levelOf(holder), by: itemOf(holder)?.id.client }
    if (found) made.set(holder, found)
    return found
  }

  /** `known` is the letter before it in the same piece, where the document has that already. */
  const spotOf = (item: Y.Item, known: Y.ID | null): Spot => {
    const { origin, rightOrigin, parentSub } = item
    const beside = [origin, rightOrigin].flatMap((id) => (id ? landings.spotOf(id) : []))
    if (beside.includes(gone)) return gone
    if (known) beside.push(landings.spotOf(known))
    const [spot] = beside
    if (spot !== undefined) return beside.every((each) => isOne(each, spot)) ? spot : strange
    const parent: unknown = item.parent
    if (typeof parent === 'string')
      return rootPlace(parent) ? { holder: doc.get(parent), key: parentSub } : strange
    const holder = parent instanceof Y.ID ? landings.holderAt(parent) : strange
    return holder === gone || holder === strange ? holder : { holder, key: parentSub }
  }

  /** A row gets its id and its cells once, when it is made: another cell in the same place would strike its words. */
  const isWrittenTwice = (holder: Holder, key: string): boolean => {
    // What only the update has holds nothing yet, and Yjs warns of whoever asks it.
    if (holder instanceof Y.Map && holder.doc && holder.has(key)) return true
    const keys = written.get(holder) ?? new Set()
    written.set(holder, keys)
    return keys.size === keys.add(key).size
  }
  const isFull = (holder: Holder, place: Place): boolean => {
    const most = place.is === 'node' ? mostChildren.get(place.name) : undefined
    if (most === undefined) return false
    const before =
      filled.get(holder) ?? (holder instanceof Y.XmlElement && holder.doc ? holder.length : 0)
    filled.set(holder, before + 1)
    return before >= most
  }

  /** Whether a piece may stand where it would; remembers what it is to others. */
  const mayStand = ({ id, content }: Y.Item, spot: Spot, length: number): boolean => {
    if (spot === strange) return false
    if (spot === gone) return isOfSomeKind(content)
    const { holder, key } = spot
    const above = knownHolder(holder)
    if (!above || !mayHold(above.place, key, content)) return false
    if (key !== null && above.place.is === 'row' && isWrittenTwice(holder, key)) return false
    if (content instanceof Y.ContentFormat) brought.formats += 1
    if (content instanceof Y.ContentString) brought.letters += length
    if (!(content instanceof Y.ContentType)) return true
    const place = placeIn(above.place, key, content.type)
    if (!place || above.level >= deepest || isFull(holder, above.place)) return false
    made.set(content.type, { place, level: above.level + 1, by: id.client })
    if (place.is === 'row') brought.rows += 1
    else if (place.is === 'node') brought.blocks += 1
    return true
  }

  /** Why a piece may not stand beside what it names: nobody can have seen that side by side, or Yjs would search for long. */
  const whyNotBeside = (arrival: Arrival<Spot>): 'malformed' | 'too-large' | undefined => {
    const { spot, rightOrigin } = arrival
    if (spot === gone || spot === strange) return undefined
    const { holder, key } = spot
    if (key !== null) {
      // Pages put a value behind the last one, before none.
      if (rightOrigin) return 'malformed'
      return keySteps.take(arrival, holder, key) ? undefined : 'too-large'
    }
    const neighbours = places.place(arrival, holder, mayBeUndone(arrival, made.get(holder)?.by))
    if (neighbours === 'honest') return undefined
    return neighbours === 'too-far' ? 'too-large' : 'malformed'
  }

  for (const struct of order) {
    const { id, length } = struct
    const state = Y.getState(doc.store, id.client)
    if (id.clock + length <= state) continue
    brought.pieces += 1
    if (!(struct instanceof Y.Item)) {
      const content = new Y.ContentDeleted(length)
      arrivals.add({ id, length, origin: null, rightOrigin: null, spot: gone, content, skipped: 0 })
      continue
    }
    const spot = spotOf(struct, knownPart(struct, state))
    if (!mayStand(struct, spot, Math.min(length, id.clock + length - state))) return 'malformed'
    const arrival = arrivalOf(struct, spot, state)
    const why = whyNotBeside(arrival)
    if (why) return why
    arrivals.add(arrival)
  }
  return brought
}

/** Whether both are one place, in which something can stand. */
const isOne = (one: Spot, other: Spot): boolean =>
  typeof one === 'object' &&
  typeof other === 'object' &&
  one.holder === other.holder &&
  one.key === other.key

/** Whether a piece whose place is gone is at least of a kind that pages send. */
function isOfSomeKind(content: Y.Item['content']): boolean {
  return (
    content instanceof Y.ContentDeleted ||
    content instanceof Y.ContentString ||
    content instanceof Y.ContentFormat ||
    content instanceof Y.ContentAny ||
    content instanceof Y.ContentType
  )
}
