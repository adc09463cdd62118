/**
 * Tables as HTML tells them: a row holds the cells that begin in it, and a cell may take several columns and rows. Each place of the table
 * is told what is in it.
 *
 * Before: a (two rows high), b / c. Slots: a, b / a goes on, c. A cell ends where another is in its way, and with the table.
 */

/** How many columns and rows a cell takes; absent for one. */
export interface Spanning {
  readonly columnSpan?: number | undefined
  readonly rowSpan?: number | undefined
}

/** What is in one place of a table: a cell that begins there, with what it truly takes, or one that goes on. Undefined where nothing is. */
export type Slot<Cell> =
  | {
      readonly is: 'cell'
      readonly cell: Cell
      readonly columnSpan: number
      readonly rowSpan: number
    }
  | { readonly is: 'more'; readonly cell: Cell }
  | undefined

/** A cell that says it takes more columns than this is not believed. */
export const mostColumns = 100

const atLeastOne = (span = 1): number => (span >= 1 ? Math.floor(span) : 1)

/** The places of a table, row by row. Each is looked at once, whatever the cells say of their size. */
export function slotsOf<Cell extends Spanning>(rows: readonly (readonly Cell[])[]): Slot<Cell>[][] {
  const grid: Slot<Cell>[][] = rows.map(() => [])
  for (const [n, row] of rows.entries()) {
    let at = 0
    for (const cell of row) {
      while (grid[n]?.[at]) at += 1
      let columnSpan = 1
      const widest = Math.min(atLeastOne(cell.columnSpan), Math.max(1, mostColumns - at))
      while (columnSpan < widest && !grid[n]?.[at + columnSpan]) columnSpan += 1
      const isFree = (line: number) => {
        for (let column = at; column < at + columnSpan; column += 1)
          if (grid[line]?.[column]) return false
        return true
      }
      let rowSpan = 1
      const tallest = Math.min(atLeastOne(cell.rowSpan), rows.length - n)
      while (rowSpan < tallest && isFree(n + rowSpan)) rowSpan += 1
      for (let line = n; line < n + rowSpan; line += 1)
        for (let column = at; column < at + columnSpan; column += 1) {
          const isFirst = line === n && column === at
          const own = grid[line]
          if (own)
            own[column] = isFirst ? { is: 'cell', cell, columnSpan, rowSpan } : { is: 'more', cell }
        }
      at += columnSpan
    }
  }
  return grid.map((row) => Array.from(row))
}

/** Rows that hold a cell for each place up to their last: an empty one where another goes on, or where nothing is. */
export function filledRows<Cell extends Spanning & { readonly header: boolean }>(
  rows: readonly (readonly Cell[])[],
  empty: (header: boolean) => Cell,
): Cell[][] {
  return slotsOf(rows).map((row) =>
    row.map((slot): Cell => {
      if (slot?.is !== 'cell') return empty(slot?.cell.header === true)
      const { cell, columnSpan, rowSpan } = slot
      return { ...cell, columnSpan, rowSpan }
    }),
  )
}
