/** The rows and columns of a table that is put with its words: the longest row says how many columns there are. */
import type * as Y from 'yjs'
import type { Spanning } from '../text/cell-slots.ts'
import { mergeKey } from './merges.ts'
import { evenKeys } from './order-keys.ts'
import { type Axis, axisKeys, cellFlow, mergeKeys } from './tables.ts'

/** A cell with its flow, and what is to stand in it. */
export interface NewCell<Cell> {
  readonly name: string
  readonly flow: Y.Text
  readonly cell: Cell
}

/**
 * Puts rows and columns of cells. A row is one of headings where all of its cells are, and so is a column, the rows of headings left
 * aside. A row holds all of its cells, those too in which a merged one goes on. Gives back the cells, whose flows are empty.
 */
export function putGrid<Cell extends Spanning & { readonly header: boolean }>(
  doc: Y.Doc,
  tableId: string,
  rows: readonly (readonly Cell[])[],
  newId: () => string,
): NewCell<Cell>[] {
  const put = (axis: Axis, id: string, order: string | undefined, isHeading: boolean) => {
    const keys = axisKeys(doc, axis)
    keys.set(`${id}.table`, tableId)
    keys.set(`${id}.order`, order)
    if (isHeading) keys.set(`${id}.heading`, true)
  }
  const areHeadings = (cells: readonly Cell[]) =>
    cells.length > 0 && cells.every(({ header }) => header)
  const plain = rows.filter((row) => !areHeadings(row))
  const width = Math.max(0, ...rows.map((row) => row.length))
  const columnIds = Array.from({ length: width }, newId)
  const columnKeys = evenKeys(width)
  for (const [at, id] of columnIds.entries()) {
    const cells = plain.flatMap((row) => row[at] ?? [])
    put('columns', id, columnKeys[at], areHeadings(cells))
  }
  const rowKeys = evenKeys(rows.length)
  const rowIds = rows.map(newId)
  const merges = mergeKeys(doc)
  return rows.flatMap((row, n) => {
    const rowId = rowIds[n] ?? newId()
    put('rows', rowId, rowKeys[n], areHeadings(row))
    for (const [at, { rowSpan = 1, columnSpan = 1 }] of row.entries()) {
      if (rowSpan * columnSpan === 1) continue
      const place = { at: { rows: n, columns: at }, size: { rows: rowSpan, columns: columnSpan } }
      const key = mergeKey(rowIds, columnIds, place)
      if (key) merges.set(...key)
    }
    return row.flatMap((cell, at) => {
      const columnId = columnIds[at]
      if (columnId === undefined) return []
      const name = cellFlow(rowId, columnId)
      return [{ name, flow: doc.getText(name), cell }]
    })
  })
}
