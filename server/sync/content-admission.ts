/**
 * Admission of what an update brings: every piece stands where pages put its like, with a value that pages give it. Found out
 * from the update and the document, in as many steps as the update has pieces, before it touches the document.
 */
import * as Y from 'yjs'
import { mostChildren } from '#shared/text/allowed-content'
import { mayHold, type Place, placeIn, placesIn, rootNames, rootPlace } from '#shared/text/places'
import type { Struct } from './placeable.ts'

/** Levels of blocks in a text: whoever reads it runs out of stack below. */
const deepest = 64

/** How much an update brings of what is bounded. */
export interface Brought {
  readonly blocks: number
  readonly formats: number
  readonly rows: number
  readonly pieces: number
}

/** What holds others: a shared type, of the document or of the update. */
type Holder = Exclude<Y.Item['parent'], Y.ID | string | null>

/** Where a piece stands, or that its place is gone: Yjs then makes nothing of it. */
type Spot = { readonly holder: Holder; readonly key: string | null } | Nowhere
type Nowhere = 'gone' | 'strange'

interface Landed {
  readonly clock: number
  readonly spot: Spot
  readonly content: Y.Item['content'] | undefined
}

const gone = 'gone' as const
const strange = 'strange' as const

/** What was placed of an update so far, found again by its id. */
function openLandings(doc: Y.Doc) {
  const landings = new Map<number, Landed[]>()
  const landedAt = ({ client, clock }: Y.ID): Landed | undefined => {
    const own = landings.get(client) ?? []
    let [low, high] = [0, own.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((own[middle]?.clock ?? 0) <= clock) low = middle
      else high = middle - 1
    }
    return own[low]
  }
  const isKnown = ({ client, clock }: Y.ID) => clock < Y.getState(doc.store, client)
  const itemAt = (id: Y.ID): Y.Item | undefined => {
    const struct: unknown = Y.getItem(doc.store, id)
    return struct instanceof Y.Item ? struct : undefined
  }

  return {
    land({ client }: Y.ID, landed: Landed) {
      const own = landings.get(client)
      if (own) own.push(landed)
      else landings.set(client, [landed])
    },
    /** Where the piece with this id stands. */
    spotOf(id: Y.ID): Spot {
      if (!isKnown(id)) return landedAt(id)?.spot ?? strange
      const item = itemAt(id)
      if (!item) return gone
      const { parent, parentSub: key } = item
      return parent instanceof Y.AbstractType ? { holder: parent, key } : strange
    },
    /** What the piece with this id is to those that stand in it. */
    holderAt(id: Y.ID): Holder | Nowhere {
      const landed = isKnown(id) ? undefined : landedAt(id)
      if (landed?.spot === gone) return gone
      const content = isKnown(id) ? itemAt(id)?.content : landed?.content
      if (content instanceof Y.ContentType) return content.type
      return content === undefined || content instanceof Y.ContentDeleted ? gone : strange
    },
  }
}

/** What an update brings, its pieces in an order in which causes come first; undefined when any of it may not stand where it would. */
export function broughtBy(doc: Y.Doc, order: readonly Struct[]): Brought | undefined {
  const landings = openLandings(doc)
  for (const name of rootNames) doc.get(name)
  const placeOf = placesIn(doc)
  const made = new Map<Holder, { readonly place: Place; readonly level: number }>()
  const filled = new Map<Holder, number>()
  const written = new Map<Holder, Set<string>>()
  const brought = { blocks: 0, formats: 0, rows: 0, pieces: 0 }

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
    const found = place && { place, level: levelOf(holder) }
    if (found) made.set(holder, found)
    return found
  }

  const spotOf = ({ origin, rightOrigin, parentSub, ...item }: Y.Item): Spot => {
    const beside = [origin, rightOrigin].flatMap((id) => (id ? landings.spotOf(id) : []))
    const [spot, other = spot] = beside
    if (beside.includes(gone)) return gone
    if (spot !== undefined && other !== undefined) {
      const isOne =
        spot !== gone &&
        spot !== strange &&
        other !== gone &&
        other !== strange &&
        spot.holder === other.holder &&
        spot.key === other.key
      return isOne ? spot : strange
    }
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
  const mayStand = ({ content }: Y.Item, spot: Spot): boolean => {
    if (spot === strange) return false
    if (spot === gone) return isOfSomeKind(content)
    const { holder, key } = spot
    const above = knownHolder(holder)
    if (!above || !mayHold(above.place, key, content)) return false
    if (key !== null && above.place.is === 'row' && isWrittenTwice(holder, key)) return false
    if (content instanceof Y.ContentFormat) brought.formats += 1
    if (!(content instanceof Y.ContentType)) return true
    const place = placeIn(above.place, key, content.type)
    if (!place || above.level >= deepest || isFull(holder, above.place)) return false
    made.set(content.type, { place, level: above.level + 1 })
    if (place.is === 'row') brought.rows += 1
    else if (place.is === 'node') brought.blocks += 1
    return true
  }

  for (const struct of order) {
    const { id, length } = struct
    const state = Y.getState(doc.store, id.client)
    if (id.clock + length <= state) continue
    brought.pieces += 1
    const clock = Math.max(id.clock, state)
    if (!(struct instanceof Y.Item)) {
      landings.land(id, { clock, spot: gone, content: undefined })
      continue
    }
    const spot = spotOf(struct)
    if (!mayStand(struct, spot)) return undefined
    landings.land(id, { clock, spot, content: struct.content })
  }
  return brought
}

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
