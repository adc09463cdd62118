/** Where an amendment stands in the tasks and provisions of its base. */
import type { Cell, TextContent } from '../domain/content.ts'
import { type AmendmentPassage, passagesInLine } from './amendment-passages.ts'
import { isFormattedAlike } from './block-form.ts'
import { type RowsName, rowsNames } from './content-names.ts'
import { type ContentRow, cellKey, contentRows } from './content-rows.ts'
import { flatInlines } from './flat-words.ts'

/** What is struck and put in one cell, as offsets into the flat text that it had then. */
export interface CellPassages {
  readonly flat: string
  readonly passages: readonly AmendmentPassage[]
}

/** What an amendment does to the rows of its base. */
export interface RowPassages {
  /** Of the base's cells, by their keys; only those that it changes. */
  readonly cells: ReadonlyMap<string, CellPassages>
  /** Rows that only the amendment has, with anything in them. */
  readonly put: readonly (ContentRow & { readonly rows: RowsName })[]
}

/** Words of a cell that stay, where they are formatted in another way. */
const formOf = (before: Cell, after: Cell, end: number): AmendmentPassage[] =>
  end === 0 || isFormattedAlike(before, after) ? [] : [{ as: 'form', start: 0, end, put: '' }]

/** What `after` strikes and puts in the rows of `before`. */
export function rowPassagesBetween(before: TextContent, after: TextContent): RowPassages {
  const cells = new Map<string, CellPassages>()
  const put: (ContentRow & { rows: RowsName })[] = []
  for (const rows of rowsNames) {
    const now = new Map(contentRows(after, rows).map((row) => [row.rowId, row]))
    for (const { rowId, cells: own } of contentRows(before, rows)) {
      const amended = now.get(rowId)
      now.delete(rowId)
      for (const { field, cell } of own) {
        const flat = flatInlines(cell)
        const amendedCell = amended?.cells.find((each) => each.field === field)?.cell ?? []
        const other = flatInlines(amendedCell)
        const passages =
          flat === other ? formOf(cell, amendedCell, flat.length) : passagesInLine(flat, other)
        if (passages.length > 0) cells.set(cellKey(rowId, field), { flat, passages })
      }
    }
    for (const row of now.values())
      if (row.cells.some(({ cell }) => flatInlines(cell).trim() !== '')) put.push({ ...row, rows })
  }
  return { cells, put }
}
