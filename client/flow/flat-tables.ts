/**
 * Tables as they stand in pages and files, made rows of equally many cells: what is merged there is the first of its cells, and the
 * others are empty. A table in a cell is its words.
 *
 * Before: `<tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr>`. After: `a`, an empty cell; `b`, `c`.
 */
import type { PastedCells } from './flow-schema.ts'

/** More than this is no table that anybody reads: it comes as its words. */
const most = { rows: 1000, columns: 100, cells: 5000 } as const

/** The cells of a table by rows; undefined where none begins. */
function cellsOf(table: HTMLTableElement): (HTMLTableCellElement | undefined)[][] {
  const rows = Array.from(table.rows)
  const grid: (HTMLTableCellElement | null | undefined)[][] = rows.map(() => [])
  for (const [n, row] of rows.entries()) {
    let at = 0
    for (const cell of Array.from(row.cells)) {
      while (grid[n]?.[at] !== undefined) at += 1
      const [height, width] = [
        Math.max(1, cell.rowSpan),
        Math.min(Math.max(1, cell.colSpan), most.columns),
      ]
      for (let line = n; line < Math.min(n + height, rows.length); line += 1)
        for (let column = at; column < at + width; column += 1) {
          const own = grid[line]
          if (own) own[column] ??= line === n && column === at ? cell : null
        }
      at += width
    }
  }
  const width = Math.max(0, ...grid.map((row) => row.length))
  return grid.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? undefined))
}

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
    const rows = cellsOf(table)
    const width = rows[0]?.length ?? 0
    const isTooLarge =
      rows.length > most.rows || width > most.columns || rows.length * width > most.cells
    const empty = table.ownerDocument.createElement('p')
    const isTable = width > 0 && !isTooLarge && parse(empty) !== undefined
    if (!isTable) {
      unpack(table)
      continue
    }
    const cells: PastedCells = rows.map((row) => {
      const isHeading = row.every((cell) => cell === undefined || cell.tagName === 'TH')
      return row.map((cell) => ({
        header: cell ? cell.tagName === 'TH' : isHeading,
        content: parse(cell ?? empty),
      }))
    })
    table.setAttribute('data-cells', JSON.stringify(cells))
  }
}
