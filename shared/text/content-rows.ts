/** The tasks and provisions of a text as rows and cells, read in the same way for both. */
import {
  type Cell,
  type ProvisionField,
  provisionFields,
  type TaskField,
  type TextContent,
  taskFields,
} from '../domain/content.ts'
import { type RowsName, rowsNames } from './content-names.ts'

/** The name of a column. */
export type RowField = TaskField | ProvisionField

/** The columns of each table, in their order. */
export const rowFields: Readonly<Record<RowsName, readonly RowField[]>> = {
  tasks: taskFields,
  provisions: provisionFields,
}

/** One row with its cells in the order of the columns. */
export interface ContentRow {
  readonly rowId: string
  readonly cells: readonly { readonly field: RowField; readonly cell: Cell }[]
}

/** The rows of a text's tasks, or of its provisions. */
export const contentRows = (content: Pick<TextContent, RowsName>, rows: RowsName): ContentRow[] =>
  rows === 'tasks'
    ? content.tasks.map((task) => ({
        rowId: task.rowId,
        cells: taskFields.map((field) => ({ field, cell: task[field] })),
      }))
    : content.provisions.map((provision) => ({
        rowId: provision.rowId,
        cells: provisionFields.map((field) => ({ field, cell: provision[field] })),
      }))

/** Names a cell among all of its text: row ids are unique in it. */
export const cellKey = (rowId: string, field: RowField): string => `${rowId}/${field}`

/** A cell with its place. */
export interface ContentCell {
  readonly rows: RowsName
  readonly rowId: string
  /** From 1. */
  readonly row: number
  readonly field: RowField
  readonly cell: Cell
}

/** All cells of a text in reading order, tasks first. */
export const contentCells = (content: TextContent): ContentCell[] =>
  rowsNames.flatMap((rows) =>
    contentRows(content, rows).flatMap(({ rowId, cells }, index) =>
      cells.map((cell) => ({ rows, rowId, row: index + 1, ...cell })),
    ),
  )
