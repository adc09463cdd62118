/**
 * The rows and columns of a text's tables, of its tasks and of its provisions, kept in root maps as one scalar a key. A row or column is
 * removed by a flag and never deleted: what somebody types in its cells meanwhile is kept, and comes back with it.
 *
 * `rows`: `r1.table = 'tasks'`, `r1.order = 'V'`, `r1.removed = false`. `columns`: `c1.table = 't1'`, `c1.order = 'V'`. The cell of a row
 * `r2` of the table `t1` in that column is the flow `cell/r2/c1`; of the row `r1` there is `cell/r1/what`.
 */
import type * as Y from 'yjs'
import { z } from 'zod'
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
  /** Of a row: what is said of merges that begin in it, by columns, in one order; absent where nothing is. */
  readonly merges?: string
}

/** The rows and columns of a table that stand, in their order, and what is needed to tell which cells are merged (`merges.ts`). */
export interface Grid {
  readonly rows: readonly AxisEntry[]
  readonly columns: readonly AxisEntry[]
  /** Those that were removed too, by id. */
  readonly all: Readonly<Record<Axis, ReadonlyMap<string, AxisEntry>>>
  /** What is said of merges, under the names of the cells that they begin with. */
  readonly merges: ReadonlyMap<string, unknown>
}

/** The root in which merged cells are told. */
export const mergesRoot = 'merges'
export const mergeKeys = (doc: Y.Doc): Y.Map<unknown> => doc.getMap(mergesRoot)

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
export function inOrder(a: AxisEntry, b: AxisEntry): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

/** What is said of merges that begin in each row; nothing of those that were split. */
function mergesByRow(names: Iterable<string>, valueOf: (name: string) => unknown) {
  const byRow = new Map<string, (readonly [columnId: string, last: string])[]>()
  for (const name of names) {
    const [cell, value] = [cellOf(name), valueOf(name)]
    if (!cell || typeof value !== 'string' || value === '') continue
    const own = byRow.get(cell.rowId) ?? []
    byRow.set(cell.rowId, own)
    own.push([cell.columnId, value])
  }
  return new Map(
    [...byRow].map(([rowId, own]) => [
      rowId,
      JSON.stringify(own.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  )
}

const begins = '.table'

const MergesSaid = z.array(z.tuple([z.string(), z.string()]))
/** What an entry says of the merges that begin in it, column by column. */
export const mergesSaid = (merges: string | undefined): [columnId: string, last: string][] =>
  merges === undefined ? [] : MergesSaid.parse(JSON.parse(merges))

/** All rows or columns that there have been, removed ones too, in their order. */
function entriesFrom(
  names: Iterable<string>,
  valueOf: (name: string) => unknown,
  mergesOf?: ReadonlyMap<string, string>,
): AxisEntry[] {
  const entries: AxisEntry[] = []
  for (const name of names) {
    const table = name.endsWith(begins) ? valueOf(name) : undefined
    if (typeof table !== 'string') continue
    const id = name.slice(0, -begins.length)
    const order = valueOf(`${id}.order`)
    const merges = mergesOf?.get(id)
    entries.push({
      id,
      table,
      order: isOrderKey(order) ? order : '',
      isRemoved: valueOf(`${id}.removed`) === true,
      isHeading: valueOf(`${id}.heading`) === true,
      ...(merges !== undefined && { merges }),
    })
  }
  return entries.toSorted(inOrder)
}

/** All rows or columns of a document, removed ones too, in their order. */
export function entriesOf(doc: Y.Doc, axis: Axis): AxisEntry[] {
  const keys = axisKeys(doc, axis)
  const merges = mergeKeys(doc)
  const mergesOf =
    axis === 'rows' ? mergesByRow(merges.keys(), (name) => merges.get(name)) : undefined
  return entriesFrom(keys.keys(), (name) => keys.get(name), mergesOf)
}

/** What they said at a moment of the document, which keeps what is deleted. */
export function entriesAt(doc: Y.Doc, axis: Axis, moment: Y.Snapshot): AxisEntry[] {
  const keys = axisKeys(doc, axis)
  const merges = mergeKeys(doc)
  const mergesOf =
    axis === 'rows'
      ? mergesByRow(merges._map.keys(), (name) => valueAt(merges, name, moment))
      : undefined
  return entriesFrom(keys._map.keys(), (name) => valueAt(keys, name, moment), mergesOf)
}

/** The columns of tasks and provisions are the same in every text. */
const fixedColumns = new Map<string, readonly AxisEntry[]>(
  rowsNames.map((table) => [
    table,
    rowFields[table].map((id) => ({ id, table, order: '', isRemoved: false, isHeading: false })),
  ]),
)

type Entries = ReadonlyMap<string, { all: Map<string, AxisEntry>; standing: AxisEntry[] }>

function byTable(entries: readonly AxisEntry[]): Entries {
  const tables = new Map<string, { all: Map<string, AxisEntry>; standing: AxisEntry[] }>()
  for (const entry of entries) {
    const own = tables.get(entry.table) ?? { all: new Map<string, AxisEntry>(), standing: [] }
    tables.set(entry.table, own)
    own.all.set(entry.id, entry)
    if (!entry.isRemoved) own.standing.push(entry)
  }
  return tables
}

/** What is said of merges, by the tables that they are in. */
function mergesByTable(rows: Entries, keys: Y.Map<unknown>) {
  const tableOf = new Map<string, Map<string, unknown>>()
  const byRow = new Map(
    [...rows.values()].flatMap(({ all }) => {
      const own = new Map<string, unknown>()
      return [...all.values()].map(({ id, table }) => {
        tableOf.set(table, own)
        return [id, own] as const
      })
    }),
  )
  for (const [name, value] of keys) byRow.get(cellOf(name)?.rowId ?? '')?.set(name, value)
  return tableOf
}

const nothing: ReadonlyMap<string, AxisEntry> = new Map()

/** The tables of a document, each asked for by its id. */
export function gridsOf(doc: Y.Doc): (table: string) => Grid {
  const [rows, columns] = [byTable(entriesOf(doc, 'rows')), byTable(entriesOf(doc, 'columns'))]
  const merges = mergesByTable(rows, mergeKeys(doc))
  return (table) => ({
    rows: rows.get(table)?.standing ?? [],
    columns: fixedColumns.get(table) ?? columns.get(table)?.standing ?? [],
    all: { rows: rows.get(table)?.all ?? nothing, columns: columns.get(table)?.all ?? nothing },
    merges: merges.get(table) ?? new Map<string, unknown>(),
  })
}
