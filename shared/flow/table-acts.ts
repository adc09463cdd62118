/**
 * What a person does to rows, columns and tables. Each act sets keys of what it is about, and deletes none, so that who types in a cell
 * of a row that another moves or removes types on in that cell.
 *
 * Before: tasks r1, r2. A row put at 1 gets a key between theirs; r1 removed is `r1.removed = true`, and its cells stay as they are.
 */
import type * as Y from 'yjs'
import { blockAt, isOnlyRead, isTable, partsOf } from './blocks.ts'
import { type Draft, inOne } from './draft.ts'
import { evenKeys, keyBetween } from './order-keys.ts'
import { deleteRange } from './put.ts'
import { type NewToken, putTokens } from './put-tokens.ts'
import {
  type Axis,
  type AxisEntry,
  axisKeys,
  cellFlow,
  entriesOf,
  mergeKeys,
  mergesSaid,
} from './tables.ts'

const set = (doc: Y.Doc, axis: Axis, id: string, name: string, value: unknown): void => {
  axisKeys(doc, axis).set(`${id}.${name}`, value)
}

/** Gives a row or column its key at a place among those that stand; where neighbours leave no room, all get keys anew. */
function place(doc: Y.Doc, axis: Axis, table: string, id: string, at: number): void {
  const others = entriesOf(doc, axis).filter((each) => each.table === table && each.id !== id)
  const standing = others.filter(({ isRemoved }) => !isRemoved)
  const index = Math.max(0, Math.min(at, standing.length))
  const [before, after] = [standing[index - 1], standing[index]]
  const key = keyBetween(before?.order || undefined, after?.order)
  if (key !== undefined) {
    set(doc, axis, id, 'order', key)
    return
  }
  const ids = others.map((each) => each.id)
  ids.splice(before ? ids.indexOf(before.id) + 1 : 0, 0, id)
  for (const [n, order] of evenKeys(ids.length).entries())
    if (others[n]?.order !== order || others[n]?.id !== ids[n])
      set(doc, axis, ids[n] ?? id, 'order', order)
}

/** Puts a row or column, without words, at a place among those that stand. */
export const addTo = (doc: Y.Doc, axis: Axis, table: string, id: string, at: number): void =>
  doc.transact(() => {
    set(doc, axis, id, 'table', table)
    place(doc, axis, table, id, at)
  })

const entryOf = (doc: Y.Doc, axis: Axis, id: string): AxisEntry | undefined =>
  entriesOf(doc, axis).find((each) => each.id === id)

/** Removes a row or column, or brings it back; nothing happens where that is so already. */
export const setRemoved = (doc: Y.Doc, axis: Axis, id: string, isRemoved = true): void => {
  const entry = entryOf(doc, axis, id)
  if (entry && entry.isRemoved !== isRemoved) set(doc, axis, id, 'removed', isRemoved)
}

/** Makes headings of the cells of a row or column, or plain cells. */
export const setHeading = (doc: Y.Doc, axis: Axis, id: string, isHeading = true): void => {
  const entry = entryOf(doc, axis, id)
  if (entry && entry.isHeading !== isHeading) set(doc, axis, id, 'heading', isHeading)
}

/** Moves a row or column to a place among the others that stand. */
export const moveTo = (doc: Y.Doc, axis: Axis, id: string, at: number): void =>
  doc.transact(() => {
    const entry = entryOf(doc, axis, id)
    if (entry) place(doc, axis, entry.table, id, at)
  })

/** An empty table, the first row of which is its heading. */
export const emptyTable = (rows: number, columns: number): NewToken => ({
  type: 'table',
  tableId: undefined,
  rows: Array.from({ length: rows }, (_, at) =>
    Array.from({ length: columns }, () => ({ header: at === 0, tokens: [] })),
  ),
})

/**
 * Puts a table behind the block that a caret stands in, or before it where that is empty: no block is cut. There is always a block
 * behind it, to go on in.
 */
export const insertTable = (draft: Draft, index: number, table: NewToken): void =>
  inOne(draft, () => {
    const { flow } = draft
    const block = blockAt(flow, index)
    const isEmpty = block.from === block.to && !isOnlyRead(block)
    const at = isEmpty
      ? block.from - (block.blockId === undefined ? 0 : 1)
      : block.to + (block.hasEnd ? 1 : 0)
    const isLast = at === flow.length
    putTokens(draft, at, [
      table,
      ...(isLast
        ? [{ type: 'begin' as const, blockId: undefined, looks: {} }, { type: 'end' as const }]
        : []),
    ])
  })

/** Takes a table out of the words: its rows and cells stay, and are there again when its place is. */
export const removeTable = (draft: Draft, tableId: string): void =>
  inOne(draft, () => {
    for (const part of partsOf(draft.flow).toReversed())
      if (isTable(part) && part.tableId === tableId)
        deleteRange(draft.flow, part.index, part.index + 1)
  })

/** Makes a row say this of the merges that begin in it. */
function setMerges(doc: Y.Doc, rowId: string, { merges }: AxisEntry): void {
  const keys = mergeKeys(doc)
  const wanted = new Map(mergesSaid(merges))
  const known = mergesSaid(entryOf(doc, 'rows', rowId)?.merges)
  for (const [columnId] of known) if (!wanted.has(columnId)) keys.set(cellFlow(rowId, columnId), '')
  for (const [columnId, last] of wanted)
    if (keys.get(cellFlow(rowId, columnId)) !== last) keys.set(cellFlow(rowId, columnId), last)
}

/** Makes a row or column say this; without any it is removed. Only what differs is written. */
export function setEntry(doc: Y.Doc, axis: Axis, id: string, wanted: AxisEntry | undefined): void {
  setRemoved(doc, axis, id, wanted === undefined)
  if (!wanted) return
  setHeading(doc, axis, id, wanted.isHeading)
  if (wanted.order !== '' && entryOf(doc, axis, id)?.order !== wanted.order)
    set(doc, axis, id, 'order', wanted.order)
  if (axis === 'rows') setMerges(doc, id, wanted)
}
