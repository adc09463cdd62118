/**
 * The tables of a tree by the elements that they were read from, which an amendment's tree shares with its base's: so that rows that an
 * amendment had put or removed are put and removed in the table that its base moved to.
 */
import * as Y from 'yjs'
import type { Block } from '../domain/content.ts'
import { isTable, partsOf } from '../flow/blocks.ts'
import { flowOf } from '../flow/flow-doc.ts'
import { addTo, setHeading, setRemoved } from '../flow/table-acts.ts'
import { type Axis, cellFlow, gridsOf } from '../flow/tables.ts'
import { itemOf } from '../tree/amended-words.ts'
import { nodeName, wordsName } from '../tree/tree-names.ts'

export type Table = Extract<Block, { type: 'table' }>
type Cell = Table['rows'][number][number]

/** The names of a table's elements. */
export interface TableElements {
  readonly table: string
  readonly rows: readonly { readonly row: string; readonly cells: readonly string[] }[]
}

const elementsIn = (parent: Y.XmlFragment): Y.XmlElement[] =>
  parent.toArray().filter((child) => child instanceof Y.XmlElement)

function nameOf(element: Y.XmlElement): string {
  const id = itemOf(element)?.id
  return id ? `${id.client}-${id.clock}` : ''
}

/** The tables of a tree in the order of reading, one before those in its cells. */
function tablesBelow(parent: Y.XmlFragment): TableElements[] {
  return elementsIn(parent).flatMap((element) => {
    if (element.nodeName !== nodeName.table) return tablesBelow(element)
    const rows = elementsIn(element).map((row) => ({
      row: nameOf(row),
      cells: elementsIn(row).map(nameOf),
    }))
    return [{ table: nameOf(element), rows }, ...elementsIn(element).flatMap(tablesBelow)]
  })
}

/** The same of what was read. */
const tablesIn = (blocks: readonly Block[], isDeep: boolean): Table[] =>
  blocks.flatMap((block): Table[] => {
    if (block.type === 'list') return block.items.flatMap((item) => tablesIn(item.blocks, isDeep))
    if (block.type !== 'table') return []
    const cells = isDeep ? block.rows.flat() : []
    return [block, ...cells.flatMap((cell) => tablesIn(cell.blocks, isDeep))]
  })

/** Tells which elements a table was read from. */
export function tableElements(
  tree: Y.Doc,
  blocks: readonly Block[],
): (table: Table) => TableElements | undefined {
  const elements = tablesBelow(tree.getXmlFragment(wordsName))
  const known = new Map(tablesIn(blocks, true).map((table, at) => [table, elements[at]]))
  return (table) => known.get(table)
}

/** Where the elements of a base's tables are in its flows: the ids of tables and rows, and of the columns of cells. */
export interface MovedTables {
  readonly ids: ReadonlyMap<string, string>
  readonly columns: ReadonlyMap<string, string>
}

export function movedTables(
  doc: Y.Doc,
  blocks: readonly Block[],
  elementsOf: (table: Table) => TableElements | undefined,
): MovedTables {
  const [ids, columns] = [new Map<string, string>(), new Map<string, string>()]
  const gridOf = gridsOf(doc)
  const standing = partsOf(flowOf(doc)).flatMap((part) =>
    isTable(part) && part.tableId !== undefined ? [part.tableId] : [],
  )
  for (const [at, table] of tablesIn(blocks, false).entries()) {
    const [tableId, elements] = [standing[at], elementsOf(table)]
    if (tableId === undefined || !elements) continue
    ids.set(elements.table, tableId)
    const grid = gridOf(tableId)
    for (const [n, { row, cells }] of elements.rows.entries()) {
      const rowId = grid.rows[n]?.id
      if (rowId !== undefined) ids.set(row, rowId)
      for (const [place, cell] of cells.entries()) {
        const columnId = grid.columns[place]?.id
        if (columnId !== undefined) columns.set(cell, columnId)
      }
    }
  }
  return { ids, columns }
}

/** Puts and removes rows or columns until these stand, which are in the order of those that stood. */
function settleAxis(doc: Y.Doc, axis: Axis, tableId: string, wanted: readonly string[]): void {
  const standing = () => gridsOf(doc)(tableId)[axis].map(({ id }) => id)
  for (const id of standing()) if (!wanted.includes(id)) setRemoved(doc, axis, id)
  for (const [at, id] of wanted.entries())
    if (!standing().includes(id)) addTo(doc, axis, tableId, id, at)
}

/** A cell of a table in its flow, with what is to stand in it. */
export interface PlacedCell {
  readonly name: string
  readonly cell: Cell
}

/**
 * Gives a table of a branch the rows and columns that its amendment had; undefined for a table that the base has not, or whose cells
 * stand in no columns any more.
 */
export function weaveTable(
  doc: Y.Doc,
  table: Table,
  elements: TableElements | undefined,
  moved: MovedTables,
  newId: () => string,
): { readonly tableId: string; readonly cells: PlacedCell[] } | undefined {
  const tableId = elements && moved.ids.get(elements.table)
  if (!elements || tableId === undefined) return undefined
  const rowIds = elements.rows.map(({ row }) => moved.ids.get(row) ?? newId())
  const width = Math.max(0, ...elements.rows.map(({ cells }) => cells.length))
  const columnIds = Array.from({ length: width }, (_, at) => {
    const known = elements.rows.flatMap(({ cells }) => moved.columns.get(cells[at] ?? '') ?? [])
    return known[0] ?? newId()
  })
  // Where a single row lost a cell, two places would be one column: what stood in one of them is not put over the other.
  if (new Set(columnIds).size < width) return undefined
  settleAxis(doc, 'rows', tableId, rowIds)
  settleAxis(doc, 'columns', tableId, columnIds)
  // A row of which only some cells are headings stays what it is in the base.
  for (const [at, cells] of table.rows.entries()) {
    const headings = cells.filter(({ header }) => header).length
    if (headings === 0 || headings === cells.length)
      setHeading(doc, 'rows', rowIds[at] ?? '', headings > 0)
  }
  const cells = table.rows.flatMap((row, n) =>
    row.flatMap((cell, at) => {
      const [rowId, columnId] = [rowIds[n], columnIds[at]]
      return rowId === undefined || columnId === undefined
        ? []
        : [{ name: cellFlow(rowId, columnId), cell }]
    }),
  )
  return { tableId, cells }
}
