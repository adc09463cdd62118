/**
 * Puts one point of an alternative into a copy of the majority text: its words take the place of those they differ from.
 *
 * Before `{p1}Publish yearly.{end}`; the alternative says "Publish quarterly.", of which the point is "yearly" for "quarterly". After:
 * `{p1}Publish quarterly.{end}`, nine letters new and six deleted, all others as they were.
 */
import type * as Y from 'yjs'
import { withFreshBrackets } from '../brackets/whole-brackets.ts'
import type { Inline, TextContent } from '../domain/content.ts'
import { type BlockLooks, looksOf, setLooks } from '../flow/block-looks.ts'
import {
  blocksOf,
  endOf,
  type FlowBlock,
  isOnlyRead,
  isTable,
  partsOf,
  startOf,
} from '../flow/blocks.ts'
import type { Draft } from '../flow/draft.ts'
import { cellPlaces, flatPlaces } from '../flow/flat-places.ts'
import { asEdges, blockKeys, flowOf } from '../flow/flow-doc.ts'
import { deleteRange, putEmbeds } from '../flow/put.ts'
import { addTo, setRemoved } from '../flow/table-acts.ts'
import { cellFlow, entriesOf, gridsOf } from '../flow/tables.ts'
import type { BlockLook } from '../text/block-looks.ts'
import type { RowsName } from '../text/content-names.ts'
import { contentRows } from '../text/content-rows.ts'
import { findPoint, isPuttable } from '../text/find-point.ts'
import { flatInlines, wordBlocks } from '../text/flat-words.ts'
import type { Point } from '../text/text-comparison.ts'
import { putInlines } from './put-inlines.ts'

/** A block of the words or of a table's cell, in the order of `wordBlocks`. */
interface PlacedBlock {
  readonly flow: Y.Text
  readonly block: FlowBlock
  /** Behind it in the words: behind the table that it is in. */
  readonly behind: number
}

function blocksInOrder(doc: Y.Doc): PlacedBlock[] {
  const [words, gridOf] = [flowOf(doc), gridsOf(doc)]
  const parts = partsOf(words)
  return parts.flatMap((part): PlacedBlock[] => {
    const behind = endOf(part)
    if (!isTable(part))
      return parts.length === 1 || !isOnlyRead(part) ? [{ flow: words, block: part, behind }] : []
    if (part.tableId === undefined) return []
    const { rows, columns } = gridOf(part.tableId)
    return rows.flatMap((row) =>
      columns.flatMap((column) => {
        const flow = flowOf(doc, cellFlow(row.id, column.id))
        return blocksOf(flow).map((block) => ({ flow, block, behind }))
      }),
    )
  })
}

/** Deletes what stands from an index to another, and puts inlines there. */
function replaceWords(draft: Draft, from: number, to: number, put: readonly Inline[]): void {
  putInlines(draft, to, put)
  deleteRange(draft.flow, from, to)
}

/** Takes a paragraph out; the last one of its flow is only emptied. */
function removeBlock({ flow, block }: PlacedBlock): void {
  if (blocksOf(flow).length > 1) deleteRange(flow, startOf(block), endOf(block))
  else deleteRange(flow, block.from, block.to)
}

/** Puts a paragraph behind another: as an item of the same list where both are items, or else behind the whole list or table. */
function insertBlock(
  doc: Y.Doc,
  after: PlacedBlock | undefined,
  { heading, depth }: BlockLook,
  put: readonly Inline[],
  newBlockId: () => string,
): void {
  const [flow, keys] = [flowOf(doc), blockKeys(doc)]
  const known = after && after.flow === flow ? looksOf(keys, after.block.blockId) : {}
  const isItem = depth > 0 && known.depth !== undefined
  let at = after?.behind ?? 0
  if (after && !isItem)
    // A list is not parted by what does not belong to it.
    for (const part of partsOf(flow))
      if (!isTable(part) && startOf(part) === at && looksOf(keys, part.blockId).depth !== undefined)
        at = endOf(part)
  const blockId = newBlockId()
  const looks: BlockLooks = {
    ...(heading !== null && { kind: 'heading' as const, level: heading }),
    ...(isItem && { list: known.list ?? 'bullet', depth: known.depth }),
  }
  asEdges(doc, () => putEmbeds(flow, at, { block: blockId }))
  setLooks(keys, blockId, looks)
  const end = putInlines({ flow, newBlockId }, at + 1, put)
  asEdges(doc, () => putEmbeds(flow, end, { end: 1 }))
}

/** A task or provision is nothing by one of its cells: it comes whole. */
function putRow(
  doc: Y.Doc,
  rows: RowsName,
  rowId: string,
  alternative: TextContent,
  newBlockId: () => string,
): void {
  const row = contentRows(alternative, rows).find((each) => each.rowId === rowId)
  if (entriesOf(doc, 'rows').some(({ id }) => id === rowId)) setRemoved(doc, 'rows', rowId, false)
  else addTo(doc, 'rows', rows, rowId, gridsOf(doc)(rows).rows.length)
  for (const { field, cell } of row?.cells ?? []) {
    const flow = flowOf(doc, cellFlow(rowId, field))
    replaceWords({ flow, newBlockId }, 0, flow.length, withFreshBrackets(cell, newBlockId))
  }
}

/** Puts the point into the document of the majority text or of a copy of it; nothing happens when it is not there any more. */
export function putPoint(
  doc: Y.Doc,
  majority: TextContent,
  alternative: TextContent,
  point: Point,
  newId: () => string,
): void {
  const found = findPoint(majority, alternative, point)
  if (!found || !isPuttable(found.part)) return
  const { row, part, look } = found
  const { place } = row
  const put = withFreshBrackets(part.put, newId)
  const end = part.start + point.struck.length
  doc.transact(() => {
    if (place.of === 'cell') {
      const { rows, rowId, field } = place
      if (!place.isThere) return putRow(doc, rows, rowId, alternative, newId)
      const name = cellFlow(rowId, field)
      const places = cellPlaces(doc, name)
      const [from, to] = [places.placeBefore(part.start), places.placeBehind(end)]
      const draft = { flow: flowOf(doc, name), newBlockId: newId }
      return replaceWords(draft, from.index, point.struck === '' ? from.index : to.index, put)
    }
    const blocks = blocksInOrder(doc)
    if (place.block === null) return insertBlock(doc, blocks[place.after], look, put, newId)
    const known = blocks[place.block]
    if (!known) return
    if (row.majority && flatInlines(row.majority.inlines) === point.struck && point.put === '')
      return removeBlock(known)
    const before = wordBlocks(majority.words).slice(0, place.block)
    const offset = before.reduce((sum, { inlines }) => sum + flatInlines(inlines).length + 1, 0)
    const places = flatPlaces(doc)
    const [from, to] = [places.placeBefore(offset + part.start), places.placeBehind(offset + end)]
    const draft = { flow: known.flow, newBlockId: newId }
    replaceWords(draft, from.index, point.struck === '' ? from.index : to.index, put)
  })
}
