/**
 * An amendment's document beside its base's. What is the amendment's own is whatever its document holds and the base's does
 * not; no client id ever writes in both, so the two can be laid over each other.
 */
import * as Y from 'yjs'

type DeleteSet = ReturnType<typeof Y.createDeleteSet>

/** A whole delete set as the last part of an update. */
export function encodeDeletions(deletions: DeleteSet): Uint8Array {
  // A snapshot is a delete set and a state vector; an empty vector is one byte.
  return Y.encodeSnapshot(Y.createSnapshot(deletions, new Map())).slice(0, -1)
}

/** What `doc` holds beyond a state vector, with other deletions than its own. */
function updateWith(doc: Y.Doc, stateVector: Uint8Array, deletions: DeleteSet): Uint8Array {
  const update = Y.encodeStateAsUpdate(doc, stateVector)
  const own = encodeDeletions(Y.createDeleteSetFromStructStore(doc.store)).length
  const other = encodeDeletions(deletions)
  const changed = new Uint8Array(update.length - own + other.length)
  changed.set(update.subarray(0, update.length - own))
  changed.set(other, update.length - own)
  return changed
}

/** Words that the amendment put and that still stand in it, with the deleted places of the base around them. */
interface Stranded {
  readonly item: Y.Item
  readonly words: string
  readonly places: readonly Y.Item[]
}

/** What the amendment put into places that the base has no more, in the order of writing. */
function strandedIn(base: Y.Doc, amendment: Y.Doc): Stranded[] {
  const deleted = Y.createDeleteSetFromStructStore(base.store)
  const stranded: Stranded[] = []
  for (const [client, structs] of amendment.store.clients) {
    const known = Y.getState(base.store, client)
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted || !struct.countable) continue
      if (struct.id.clock + struct.length <= known) continue
      const places: Y.Item[] = []
      for (let place = above(struct); place; place = above(place))
        if (place.id.clock < Y.getState(base.store, place.id.client)) places.push(place)
      if (!places.some(({ id }) => Y.isDeleted(deleted, id))) continue
      const words = struct.content instanceof Y.ContentString ? struct.content.str : ''
      stranded.push({ item: struct, words, places })
    }
  }
  return stranded
}

const wordsOf = (stranded: readonly Stranded[]): string =>
  stranded
    .map(({ words }) => words)
    .join('')
    .trim()

/** The item that a type is the content of; null for a root. */
export const itemOf = ({ _item: item }: { readonly _item: Y.Item | null }): Y.Item | null => item

/** The place that an item stands in. */
export const above = ({ parent }: Y.Item): Y.Item | null =>
  parent instanceof Y.AbstractType ? itemOf(parent) : null

/**
 * What brings the amendment up to its base. A place that the base has deleted stays in the amendment for as long as words of
 * its own stand there: they would vanish without anybody having struck them.
 */
export function updateFromBase(base: Y.Doc, amendment: Y.Doc): Uint8Array {
  const stateVector = Y.encodeStateVector(amendment)
  const stranded = strandedIn(base, amendment)
  // White space alone is nothing that anybody would miss.
  if (wordsOf(stranded) === '') return Y.encodeStateAsUpdate(base, stateVector)
  const places = stranded.flatMap((each) => each.places)
  const kept = new Map<number, Set<number>>()
  for (const { id } of places) {
    const clocks = kept.get(id.client) ?? new Set()
    clocks.add(id.clock)
    kept.set(id.client, clocks)
  }
  const deletions = Y.createDeleteSetFromStructStore(base.store)
  for (const [client, ranges] of deletions.clients) {
    const clocks = [...(kept.get(client) ?? [])].toSorted((a, b) => a - b)
    for (const clock of clocks) {
      const index = ranges.findIndex(
        (range) => clock >= range.clock && clock < range.clock + range.len,
      )
      const range = ranges[index]
      if (!range) continue
      const before = { clock: range.clock, len: clock - range.clock }
      const after = { clock: clock + 1, len: range.clock + range.len - clock - 1 }
      ranges.splice(index, 1, ...[before, after].filter(({ len }) => len > 0))
    }
    if (ranges.length === 0) deletions.clients.delete(client)
  }
  return updateWith(base, stateVector, deletions)
}
