/**
 * The rows and columns of a text's tables, of its tasks and of its provisions, kept in root maps as one scalar a key. A row or column is
 * removed by a flag and never deleted: what somebody types in its cells meanwhile is kept, and comes back with it.
 *
 * `rows`: `r1.table = 'tasks'`, `r1.order = 'V'`, `r1.removed = false`. `columns`: `c1.table = 't1'`, `c1.order = 'V'`. The cell of a row
 * `r2` of the table `t1` in that column is the flow `cell/r2/c1`; of the row `r1` there is `cell/r1/what`.
 */
import type * as Y from 'yjs'
import { rowsNames } from '../text/content-names.ts'
import { rowFields } from '../text/content-rows.ts'
import { isOrderKey } from './order-keys.ts'
import { valueAt } from './said-under-key.ts'

export const axes = ['rows', 'columns'] as const
export type Axis = (typeof axes)[number]

/** What the keys of a row or column say. */
export interface AxisEntry {
  readonly id: string
  /** The table in the words, or `tasks` or `provisions`. It never changes. */
  readonly table: string
  readonly order: string
  readonly isRemoved: boolean
  /** Whether its cells are headings. */
  readonly isHeading: boolean
}

/** The rows and columns of a table that stand, in their order. */
export interface Grid {
  readonly rows: readonly AxisEntry[]
  readonly columns: readonly AxisEntry[]
}

export const axisKeys = (doc: Y.Doc, axis: Axis): Y.Map<unknown> => doc.getMap(axis)

export const cellFlow = (rowId: string, columnId: string): string => `cell/${rowId}/${columnId}`

/** The row and the column of a cell; undefined for what is no cell. The id of a column holds no slash. */
export function cellOf(
  flow: string,
): { readonly rowId: string; readonly columnId: string } | undefined {
  const [, rowId, columnId] = /^cell\/(.{1,64})\/([^/]{1,64})$/su.exec(flow) ?? []
  return rowId !== undefined && columnId !== undefined ? { rowId, columnId } : undefined
}

/** Ties are resolved by id, so that all see one order. */
const inOrder = (a: AxisEntry, b: AxisEntry): number =>
  a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1

const begins = '.table'

/** All rows or columns that there have been, removed ones too, in their order. */
function entriesFrom(names: Iterable<string>, valueOf: (name: string) => unknown): AxisEntry[] {
  const entries: AxisEntry[] = []
  for (const name of names) {
    const table = name.endsWith(begins) ? valueOf(name) : undefined
    if (typeof table !== 'string') continue
    const id = name.slice(0, -begins.length)
    const order = valueOf(`${id}.order`)
    entries.push({
      id,
      table,
      order: isOrderKey(order) ? order : '',
      isRemoved: valueOf(`${id}.removed`) === true,
      isHeading: valueOf(`${id}.heading`) === true,
    })
  }
  return entries.toSorted(inOrder)
}

/** All rows or columns of a document, removed ones too, in their order. */
export function entriesOf(doc: Y.Doc, axis: Axis): AxisEntry[] {
  const keys = axisKeys(doc, axis)
  return entriesFrom(keys.keys(), (name) => keys.get(name))
}

/** What they said at a moment of the document, which keeps what is deleted. */
export function entriesAt(doc: Y.Doc, axis: Axis, moment: Y.Snapshot): AxisEntry[] {
  const keys = axisKeys(doc, axis)
  return entriesFrom(keys._map.keys(), (name) => valueAt(keys, name, moment))
}

/** The columns of tasks and provisions are the same in every text. */
const fixedColumns = new Map<string, readonly AxisEntry[]>(
  rowsNames.map((table) => [
    table,
    rowFields[table].map((id) => ({ id, table, order: '', isRemoved: false, isHeading: false })),
  ]),
)

function standing(entries: readonly AxisEntry[]): ReadonlyMap<string, readonly AxisEntry[]> {
  const tables = new Map<string, AxisEntry[]>()
  for (const entry of entries) {
    if (entry.isRemoved) continue
    const own = tables.get(entry.table)
    if (own) own.push(entry)
    else tables.set(entry.table, [entry])
  }
  return tables
}

/** The tables of a document, each asked for by its id. */
export function gridsOf(doc: Y.Doc): (table: string) => Grid {
  const [rows, columns] = [standing(entriesOf(doc, 'rows')), standing(entriesOf(doc, 'columns'))]
  return (table) => ({
    rows: rows.get(table) ?? [],
    columns: fixedColumns.get(table) ?? columns.get(table) ?? [],
  })
}
