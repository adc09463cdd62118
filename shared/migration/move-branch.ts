/**
 * Moves an amendment from its tree into a branch of the flows that its base moved to, by the names of letters and never by a comparison
 * of words: the amendment changes afterwards what it changed before.
 */
import type * as Y from 'yjs'
import { type Branch, branchOf } from '../amendment/branch.ts'
import type { CopyRange } from '../copies/copy-range.ts'
import { blocksOf } from '../flow/blocks.ts'
import { flowOf } from '../flow/flow-doc.ts'
import { putGrid } from '../flow/new-table.ts'
import { addTo, moveTo, setRemoved } from '../flow/table-acts.ts'
import { cellFlow, gridsOf } from '../flow/tables.ts'
import { linesIn, type WrittenLine, withoutTables } from '../flow/write-flow.ts'
import { rowsNames } from '../text/content-names.ts'
import { contentRows } from '../text/content-rows.ts'
import type { MovedText, Movers } from './move-text.ts'
import { weaveTable } from './old-tables.ts'
import { readOldText } from './old-words.ts'
import { weave } from './weave.ts'
import { movedBy, type Weaver, type WovenLine } from './woven.ts'

export interface MovedBranch<Author> {
  readonly branch: Branch
  /** Where each letter of the amendment's own stands now. */
  readonly ranges: readonly CopyRange[]
  /** Who writes under which client id that the base does not know. */
  readonly authors: ReadonlyMap<number, Author>
}

/** Weaves what a cell holds; the names of its blocks are those that it has in the base, one after the other. */
function weaveCell(
  doc: Y.Doc,
  name: string,
  lines: readonly WrittenLine[],
  weaver: Weaver,
): CopyRange[] {
  const flow = flowOf(doc, name)
  const isEmpty = lines.every(({ inlines }) => inlines.length === 0)
  if (isEmpty && flow.length === 0) return []
  const known = blocksOf(flow)
  const woven = lines.map((line, at): WovenLine => {
    const { blockId, looks, inlines } = line
    return { blockId: known[at]?.blockId ?? blockId, looks, inlines }
  })
  return weave(flow, woven, weaver)
}

/** Rows that the amendment has put, removed and moved among the others, and its cells. */
function weaveRows(
  doc: Y.Doc,
  content: Parameters<typeof contentRows>[0],
  weaver: Weaver,
): CopyRange[] {
  const ranges: CopyRange[] = []
  for (const table of rowsNames) {
    const standing = (): string[] => gridsOf(doc)(table).rows.map(({ id }) => id)
    const rows = contentRows(content, table)
    const wanted = new Set(rows.map(({ rowId }) => rowId))
    for (const id of standing()) if (!wanted.has(id)) setRemoved(doc, 'rows', id)
    for (const [at, { rowId, cells }] of rows.entries()) {
      const now = standing()
      if (!now.includes(rowId)) addTo(doc, 'rows', table, rowId, at)
      else if (now[at] !== rowId) moveTo(doc, 'rows', rowId, at)
      for (const { field, cell } of cells) {
        const line = { blockId: weaver.newBlockId(), looks: {}, inlines: cell }
        ranges.push(...weaveCell(doc, cellFlow(rowId, field), [line], weaver))
      }
    }
  }
  return ranges
}

/** `old` is the amendment's tree, which has been brought up to its base's. */
export function moveBranch<Author>(
  old: Y.Doc,
  base: MovedText<Author>,
  { authorOf, newClient, ids }: Movers<Author>,
): MovedBranch<Author> {
  const branch = branchOf(base.doc, newClient())
  const { doc } = branch
  const { content, lettersOf, elementsOf } = readOldText(
    old,
    (client, clock, next) => authorOf(client, clock) === authorOf(client, next),
  )
  const clients = new Map<Author, number>()
  const weaver: Weaver = {
    ...ids,
    lettersOf,
    movedTo: movedBy(base.ranges),
    clientOf({ client, clock }) {
      const author = authorOf(client, clock)
      const own = clients.get(author) ?? newClient()
      clients.set(author, own)
      return own
    },
  }
  const ranges: CopyRange[] = []
  doc.transact(() => {
    const lines = linesIn(content.words, 0, ids).map((line): WovenLine => {
      const { blockId, looks, inlines, table } = line
      if (!table) return { blockId, looks, inlines }
      const known = weaveTable(doc, table, elementsOf(table), base.tables, ids.newBlockId)
      const cells = known?.cells ?? putGrid(doc, blockId, table.rows, ids.newBlockId)
      for (const { name, cell } of cells)
        ranges.push(...weaveCell(doc, name, linesIn(withoutTables(cell.blocks), 0, ids), weaver))
      return { blockId, looks, inlines, tableId: known?.tableId ?? blockId }
    })
    ranges.push(...weave(flowOf(doc), lines, weaver), ...weaveRows(doc, content, weaver))
  })
  return {
    branch,
    ranges,
    authors: new Map([...clients].map(([author, client]) => [client, author])),
  }
}
