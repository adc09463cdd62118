/**
 * Tables as they stand in pages and files, made rows of equally many cells: what is merged there is the first of its cells, which says
 * how many it takes, and the others are empty. A table in a cell is its words.
 *
 * Before: `<tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr>`. After: `a`, two columns wide, an empty cell; `b`, `c`.
 */
import { mostColumns, type Spanning, slotsOf } from '#shared/text/cell-slots'
import type { PastedCells } from './flow-schema.ts'

/** More than this is no table that anybody reads: it comes as its words. */
const most = { rows: 1000, columns: mostColumns, cells: 5000 } as const

/** A cell as it says of itself. */
interface Own extends Spanning {
  readonly element: HTMLTableCellElement
}

const cellsOf = (table: HTMLTableElement): Own[][] =>
  Array.from(table.rows, ({ cells }) =>
    Array.from(cells, (element) => ({
      element,
      columnSpan: element.colSpan,
      rowSpan: element.rowSpan,
    })),
  )

/** Puts the cells of a table in its place, as blocks of their own. */
function unpack(table: HTMLTableElement): void {
  const page = table.ownerDocument
  table.replaceWith(
    ...Array.from(table.rows).flatMap((row) =>
      Array.from(row.cells, (cell) => {
        const block = page.createElement('div')
        block.append(...Array.from(cell.childNodes))
        return block
      }),
    ),
  )
}

/**
 * Notes on each outermost table below a node what its cells hold, as `parse` reads them; where that reads none, tables become their
 * words.
 */
export function flattenTables(root: ParentNode, parse: (cell: Element) => unknown): void {
  const tables = Array.from(root.querySelectorAll('table'))
  for (const table of tables.toReversed()) if (table.parentElement?.closest('table')) unpack(table)
  for (const table of tables) {
    if (!root.contains(table)) continue
    const rows = slotsOf(cellsOf(table))
    const width = Math.max(0, ...rows.map((row) => row.length))
    const isTooLarge =
      rows.length > most.rows || width > most.columns || rows.length * width > most.cells
    const empty = table.ownerDocument.createElement('p')
    const isTable = width > 0 && !isTooLarge && parse(empty) !== undefined
    if (!isTable) {
      unpack(table)
      continue
    }
    const isHead = (element: Element) => element.tagName === 'TH'
    const cells: PastedCells = rows.map((row) => {
      const isHeading = row.every((slot) => !slot || isHead(slot.cell.element))
      return Array.from({ length: width }, (_, at) => {
        const slot = row[at]
        const header = slot ? isHead(slot.cell.element) : isHeading
        if (slot?.is !== 'cell') return { header, content: parse(empty) }
        const { columnSpan, rowSpan } = slot
        return { header, columnSpan, rowSpan, content: parse(slot.cell.element) }
      })
    })
    table.setAttribute('data-cells', JSON.stringify(cells))
  }
}
