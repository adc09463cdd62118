/**
 * What an update brings into a document of flows: every struct stands where pages put its like, beside what its author can have seen
 * side by side, with a value that pages give it. Found out from the update and the document before it touches that, in as many steps
 * as the update has structs.
 *
 * `{block: n1}` behind a letter of `flow` and `n1.kind = 'heading'` in `blocks`: let in. `n2.kind` without an edge of `n2`, or a letter
 * in `cell/r9/what` without a row `r9`: its cause has not arrived. A second `{block: p1}` while `p1` stands: malformed, unless an edge of `p1` is deleted, by the document
 * or this update: then its author undoes that, or moves the block, and does not know that somebody else did so too.
 */
import * as Y from 'yjs'
import type { DeclaredCopy } from '#shared/copies/declared-copy'
import { claimAt } from '#shared/copies/doc-copies'
import {
  allowedEmbed,
  cellsOfMerge,
  entryBegins,
  type FlowRoot,
  fixedFields,
  flowRoot,
  mayBeFormat,
  mayBeValue,
  readKey,
} from '#shared/flow/allowed-flow'
import { isCopyClient } from '#shared/flow/flow-doc'
import { type Axis, cellOf } from '#shared/flow/tables'
import type { WordsRefusal } from '#shared/protocol/frames'
import { type Arrival, arrivalOf, knownPart, openArrivals } from '../arrivals.ts'
import type { DecodedUpdate } from '../decoded-update.ts'
import { openPlaces } from '../honest-neighbours.ts'
import { openKeySteps } from '../key-steps.ts'
import type { Struct } from '../placeable.ts'
import { deletedBy } from './deleted-ranges.ts'
import {
  type Brought,
  bracketOpenedBy,
  type Counts,
  type Edge,
  type Entry,
  type FlowTally,
  kindOf,
  nothing,
  type Opened,
  openedBy,
} from './flow-tally.ts'
import { keepsRows } from './kept-rows.ts'
import { openSpots, type Spot } from './spots.ts'
import { openTrueCopies } from './true-copies.ts'
import { partsCharacters } from './whole-characters.ts'

/** What an update needs of others: edges of blocks and tables that it names, rows and columns whose keys it sets or whose cells it fills. */
interface Needs {
  readonly edges: Set<string>
  readonly rows: Set<string>
  readonly columns: Set<string>
  readonly cells: Map<string, Extract<FlowRoot, { is: 'cell' }>['cell']>
}

/** What a sequence may hold: what a struct counts as, undefined for what it may not. */
function countInFlow(
  { content, length }: Arrival<Spot>,
  { is }: FlowRoot,
): Partial<Counts> | undefined {
  if (content instanceof Y.ContentDeleted) return {}
  if (content instanceof Y.ContentString) return { letters: length }
  if (content instanceof Y.ContentEmbed) {
    const embed = allowedEmbed(content.embed)
    return embed && !('table' in embed && is === 'cell') ? { embeds: 1 } : undefined
  }
  if (content instanceof Y.ContentFormat)
    return mayBeFormat(content.key, content.value) ? { formats: 1 } : undefined
  return undefined
}

/** Collects what a struct brings, or gives back that it may not stand where it would. */
function openCollection(isOwn: (client: number) => boolean) {
  const counts = nothing()
  const needs: Needs = {
    edges: new Set(),
    rows: new Set(),
    columns: new Set(),
    cells: new Map(),
  }
  const [edges, entries]: [Edge[], Entry[]] = [[], []]
  const [opened, claims]: [Opened[], DeclaredCopy[]] = [[], []]
  const inFlow = (root: FlowRoot, arrival: Arrival<Spot>): boolean => {
    const { content, id } = arrival
    const counted = countInFlow(arrival, root)
    if (!counted) return false
    counts.letters += counted.letters ?? 0
    counts.embeds += counted.embeds ?? 0
    counts.formats += counted.formats ?? 0
    const blockId = openedBy(content)
    if (blockId !== undefined) edges.push({ blockId, id })
    const bracketId = bracketOpenedBy(content)
    if (bracketId !== undefined) opened.push({ bracketId, id })
    if (root.is === 'cell') needs.cells.set(arrival.spot.root, root.cell)
    return true
  }
  const inMap = (
    axis: Axis | 'blocks',
    key: string,
    { content, rightOrigin, id }: Arrival<Spot>,
  ): boolean => {
    const root: FlowRoot = { is: axis }
    const read = readKey(root, key)
    if (!read || rightOrigin) return false
    if (axis === 'blocks') needs.edges.add(read.id)
    else if (read.name !== entryBegins) needs[axis].add(read.id)
    if (content instanceof Y.ContentDeleted) return true
    if (!(content instanceof Y.ContentAny)) return false
    if (!content.arr.every((value) => mayBeValue(root, read, value))) return false
    if (axis === 'blocks' || read.name !== entryBegins) return true
    const [table, ...others]: readonly unknown[] = content.arr
    if (typeof table !== 'string' || others.length > 0) return false
    const entry: Entry = { axis, id: read.id, table, client: id.client }
    counts[kindOf(entry)] += 1
    entries.push(entry)
    if (!fixedFields(table)) needs.edges.add(table)
    return true
  }
  /** A merge needs its two cells, as whoever writes in them does. */
  const inMerges = (key: string, { content, rightOrigin }: Arrival<Spot>): boolean => {
    if (rightOrigin) return false
    const values = content instanceof Y.ContentDeleted ? [''] : content.getContent()
    if (!(content instanceof Y.ContentDeleted) && !(content instanceof Y.ContentAny)) return false
    for (const value of values) {
      const cells = cellsOfMerge(key, value)
      if (!cells) return false
      for (const name of cells) {
        const cell = cellOf(name)
        if (cell) needs.cells.set(name, cell)
      }
    }
    return true
  }
  /** Whoever puts letters says of these, and of nobody else's, where they are from. */
  const inClaims = (key: string, { content, rightOrigin }: Arrival<Spot>): boolean => {
    if (rightOrigin) return false
    if (content instanceof Y.ContentDeleted) return true
    if (!(content instanceof Y.ContentAny)) return false
    for (const value of content.arr) {
      const claim = claimAt(key, value)
      if (!claim || !isOwn(claim.copy.client)) return false
      counts.claims += 1
      claims.push(claim)
    }
    return true
  }
  return {
    counts,
    needs,
    edges,
    entries,
    opened,
    claims,
    add(arrival: Arrival<Spot>): boolean {
      const { root: name, key } = arrival.spot
      const root = flowRoot(name)
      if (!root) return false
      if (root.is === 'words' || root.is === 'cell') return key === null && inFlow(root, arrival)
      if (key === null) return false
      if (root.is === 'merges') return inMerges(key, arrival)
      return root.is === 'claims' ? inClaims(key, arrival) : inMap(root.is, key, arrival)
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
  const arrivals = openArrivals<Spot>(doc)
  const { spotOf } = openSpots(arrivals, tally.rootName)
  const places = openPlaces(arrivals, (root: string) => doc.share.get(root)?._start?.id ?? null)
  const keySteps = openKeySteps(arrivals, (root: string, key) => doc.share.get(root)?._map.get(key))
  const copies = openTrueCopies(arrivals, decoded, isOwn)
  const collection = openCollection(isOwn)
  const { counts, needs, edges, entries, opened, claims } = collection
  const kept: Arrival<Spot>[] = []
  let [pieces, redoes] = [0, false]
  for (const struct of order) {
    const state = Y.getState(doc.store, struct.id.client)
    if (struct.id.clock + struct.length <= state) continue
    if (!(struct instanceof Y.Item)) return 'malformed'
    const spot = spotOf(struct, knownPart(struct, state))
    const arrival = spot && arrivalOf(struct, spot, state)
    if (!arrival || !collection.add(arrival)) return 'malformed'
    if (arrival.spot.key === null) {
      const neighbours = places.place(arrival, arrival.spot.root)
      if (neighbours !== 'honest') return neighbours === 'too-far' ? 'too-large' : 'malformed'
      if (!copies.take(arrival)) return 'malformed'
    } else if (!keySteps.take(arrival, arrival.spot.root, arrival.spot.key)) return 'too-large'
    if (isAxis(arrival.spot.root)) kept.push(arrival)
    arrivals.add(arrival)
    redoes ||= isCopyClient(struct.id.client)
    pieces += 1
  }
  if (partsCharacters(doc, decoded, arrivals)) return 'malformed'
  if (!areNew(doc, decoded, edges, tally)) return 'malformed'
  if (!keepsRows(doc, decoded, arrivals, kept, tally.rootName)) return 'malformed'
  const missing = missingIn(needs, edges, entries, tally)
  if (missing) return missing
  const inTables = entries.filter((entry) => kindOf(entry) !== 'rows')
  const cells = tally.cells.broughtBy(inTables)
  return { counts, pieces, edges, entries, cells, opened, claims, redoes }
}

const isAxis = (root: string | undefined): boolean => root === 'rows' || root === 'columns'

/** Whether something is missing that an update builds on, or is not what it would have to be. */
function missingIn(
  needs: Needs,
  edges: readonly Edge[],
  entries: readonly Entry[],
  tally: FlowTally,
): WordsRefusal | undefined {
  const opened = new Set(edges.map(({ blockId }) => blockId))
  for (const id of needs.edges)
    if (!opened.has(id) && !hasAny(tally.edges(id))) return 'causally-incomplete'
  const begun = { rows: new Map<string, string>(), columns: new Map<string, string>() }
  for (const { axis, id, table } of entries) {
    // Which table a row belongs to never changes.
    if (begun[axis].has(id) || tally.tableOf(axis, id) !== undefined) return 'malformed'
    begun[axis].set(id, table)
  }
  const tableOf = (axis: Axis, id: string) => begun[axis].get(id) ?? tally.tableOf(axis, id)
  for (const axis of ['rows', 'columns'] as const)
    for (const id of needs[axis]) if (tableOf(axis, id) === undefined) return 'causally-incomplete'
  for (const { rowId, columnId } of needs.cells.values()) {
    const table = tableOf('rows', rowId)
    if (table === undefined) return 'causally-incomplete'
    const fields = fixedFields(table)
    const columnOf = fields ? (fields.has(columnId) ? table : null) : tableOf('columns', columnId)
    if (columnOf === undefined) return 'causally-incomplete'
    if (columnOf !== table) return 'malformed'
  }
  return undefined
}

const hasAny = (all: Iterable<unknown>): boolean => {
  for (const _ of all) return true
  return false
}
