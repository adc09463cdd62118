/**
 * What an update brings into a document of flows: every struct stands where pages put its like, beside what its author can have seen
 * side by side, with a value that pages give it. Found out from the update and the document before it touches that, in as many steps
 * as the update has structs.
 *
 * `{block: n1}` behind a letter of `flow` and `n1.kind = 'heading'` in `blocks`: let in. `n2.kind` without an edge of `n2`: its
 * cause has not arrived. A second `{block: p1}` while `p1` stands: malformed, unless an edge of `p1` is deleted, by the document
 * or this update: then its author undoes that, or moves the block, and does not know that somebody else did so too.
 */
import * as Y from 'yjs'
import {
  allowedEmbed,
  type FlowRoot,
  flowRoot,
  mayBeFormat,
  mayBeValue,
  readKey,
  rowBegins,
} from '#shared/flow/allowed-flow'
import type { WordsRefusal } from '#shared/protocol/frames'
import type { DecodedUpdate } from '../decoded-update.ts'
import type { Struct } from '../placeable.ts'
import { type Arrival, openArrivals, type Spot } from './arrivals.ts'
import { deletedBy } from './deleted-ranges.ts'
import {
  type Brought,
  blockOpenedBy,
  type Counts,
  type Edge,
  type FlowTally,
  nothing,
} from './flow-tally.ts'
import { openPlaces } from './honest-neighbours.ts'
import { keepsRows } from './kept-rows.ts'
import { openKeySteps } from './key-steps.ts'
import { openSpots } from './spots.ts'
import { openTrueCopies } from './true-copies.ts'
import { partsCharacters } from './whole-characters.ts'

/** What an update needs of others: edges of blocks whose keys it sets, and rows whose cells it fills. */
interface Needs {
  readonly blocks: Set<string>
  readonly rows: Set<string>
}

/** What a sequence may hold: what a struct counts as, undefined for what it may not. */
function countInFlow({ content, length }: Arrival): Partial<Counts> | undefined {
  if (content instanceof Y.ContentDeleted) return {}
  if (content instanceof Y.ContentString) return { letters: length }
  if (content instanceof Y.ContentEmbed)
    return allowedEmbed(content.embed) ? { embeds: 1 } : undefined
  if (content instanceof Y.ContentFormat)
    return mayBeFormat(content.key, content.value) ? { formats: 1 } : undefined
  return undefined
}

/** Collects what a struct brings, or gives back that it may not stand where it would. */
function openCollection() {
  const counts = nothing()
  const needs: Needs = { blocks: new Set(), rows: new Set() }
  const [edges, rows]: [Edge[], Set<string>] = [[], new Set()]
  const inFlow = (root: FlowRoot, arrival: Arrival): boolean => {
    const { content, id } = arrival
    const counted = countInFlow(arrival)
    if (!counted) return false
    counts.letters += counted.letters ?? 0
    counts.embeds += counted.embeds ?? 0
    counts.formats += counted.formats ?? 0
    const blockId = blockOpenedBy(content)
    if (blockId !== undefined) edges.push({ blockId, id })
    if (root.is === 'cell') needs.rows.add(root.rowId)
    return true
  }
  const inMap = (root: FlowRoot, key: string, { content, rightOrigin }: Arrival): boolean => {
    const read = readKey(root, key)
    if (!read || rightOrigin) return false
    if (root.is === 'blocks') needs.blocks.add(read.id)
    else if (read.name !== rowBegins) needs.rows.add(read.id)
    if (content instanceof Y.ContentDeleted) return true
    if (!(content instanceof Y.ContentAny)) return false
    if (!content.arr.every((value) => mayBeValue(root, read, value))) return false
    if (root.is === 'rows' && read.name === rowBegins) {
      counts.rows += 1
      rows.add(read.id)
    }
    return true
  }
  return {
    counts,
    needs,
    edges,
    rows,
    add(arrival: Arrival): boolean {
      const { root: name, key } = arrival.spot
      const root = flowRoot(name)
      if (!root) return false
      const isMap = root.is === 'blocks' || root.is === 'rows'
      if (isMap !== (key !== null)) return false
      return key === null ? inFlow(root, arrival) : inMap(root, key, arrival)
    },
  }
}

/** Whether none of these edges bears the id of a block of which all edges stand. */
function areNew(doc: Y.Doc, decoded: DecodedUpdate, edges: readonly Edge[], tally: FlowTally) {
  const isGone = deletedBy(decoded.ds)
  const standing = new Map<string, boolean>()
  const stands = (id: Y.ID): boolean =>
    !isGone(id) &&
    !(id.clock < Y.getState(doc.store, id.client) && Y.getItem(doc.store, id).deleted)
  for (const { blockId, id } of edges) {
    let are = standing.get(blockId)
    if (are === undefined)
      for (const each of tally.edges(blockId)) {
        are = stands(each)
        if (!are) break
      }
    if (are) return false
    standing.set(blockId, are ?? stands(id))
  }
  return true
}

/** The struct as it is new: behind what the document has of it. */
function arrivalOf(item: Y.Item, spot: Spot, state: number): Arrival {
  const { id, length, origin, rightOrigin, content } = item
  const skipped = Math.max(0, state - id.clock)
  if (skipped === 0) return { id, length, origin, rightOrigin, spot, content, skipped }
  return {
    id: Y.createID(id.client, state),
    length: length - skipped,
    origin: Y.createID(id.client, state - 1),
    rightOrigin,
    spot,
    content,
    skipped,
  }
}

/**
 * What an update brings, its structs in an order in which causes come first, or why it may not. `isOwn` tells whether its author writes
 * under a client id.
 */
export function broughtBy(
  doc: Y.Doc,
  decoded: DecodedUpdate,
  order: readonly Struct[],
  tally: FlowTally,
  isOwn: (client: number) => boolean,
): Brought | WordsRefusal {
  const arrivals = openArrivals(doc)
  const { spotOf } = openSpots(arrivals, tally.rootName)
  const places = openPlaces(arrivals, (root) => doc.share.get(root)?._start?.id ?? null)
  const keySteps = openKeySteps(doc, arrivals)
  const copies = openTrueCopies(arrivals, decoded, isOwn)
  const collection = openCollection()
  const { counts, needs, edges, rows } = collection
  const inRows: Arrival[] = []
  let pieces = 0
  for (const struct of order) {
    const state = Y.getState(doc.store, struct.id.client)
    if (struct.id.clock + struct.length <= state) continue
    if (!(struct instanceof Y.Item)) return 'malformed'
    const known = struct.id.clock < state ? Y.createID(struct.id.client, state - 1) : null
    const spot = spotOf(struct, known)
    const arrival = spot && arrivalOf(struct, spot, state)
    if (!arrival || !collection.add(arrival)) return 'malformed'
    if (arrival.spot.key === null) {
      const neighbours = places.place(arrival)
      if (neighbours !== 'honest') return neighbours === 'too-far' ? 'too-large' : 'malformed'
      if (!copies.take(arrival)) return 'malformed'
    } else if (!keySteps.take(arrival)) return 'too-large'
    if (arrival.spot.root === 'rows') inRows.push(arrival)
    arrivals.add(arrival)
    pieces += 1
  }
  if (partsCharacters(doc, decoded, arrivals)) return 'malformed'
  if (!areNew(doc, decoded, edges, tally)) return 'malformed'
  if (!keepsRows(doc, decoded, inRows, (type) => tally.rootName(type) === 'rows'))
    return 'malformed'
  const opened = new Set(edges.map(({ blockId }) => blockId))
  for (const id of needs.blocks)
    if (!opened.has(id) && !hasAny(tally.edges(id))) return 'causally-incomplete'
  for (const id of needs.rows) if (!rows.has(id) && !tally.hasRow(id)) return 'causally-incomplete'
  return { counts, pieces, edges, rows }
}

const hasAny = (all: Iterable<unknown>): boolean => {
  for (const _ of all) return true
  return false
}
