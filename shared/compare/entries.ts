/**
 * What changed of rows, columns and tables, and which cells are read at all: those of rows, columns and tables that stand.
 *
 * Before: tasks r1, r2. A branch puts r3 with "Report" in it, removes r1 and moves r2: three changes, of which the first holds the word.
 */
import type * as Y from 'yjs'
import { wordsFlow } from '../flow/flow-doc.ts'
import { flowNames } from '../flow/moments.ts'
import { type Axis, type AxisEntry, axes, cellOf, entriesAt } from '../flow/tables.ts'
import { rowsNames } from '../text/content-names.ts'
import { rowFields } from '../text/content-rows.ts'
import { type Letter, tableIdOf } from './letters.ts'

/** A letter or piece of which nothing is asked but whether it is a table, and when. */
type Placed = Pick<Letter, 'embed' | 'stood' | 'stands'>

/** A row or column that was put, removed, moved or made one of headings. */
export interface EntryPart {
  readonly type: 'entry'
  readonly axis: Axis
  readonly id: string
  readonly table: string
  /** Undefined where it did not stand. */
  readonly was: AxisEntry | undefined
  readonly is: AxisEntry | undefined
}

/** The rows and columns that stand at a moment, by id. */
type Standing = Readonly<Record<Axis, ReadonlyMap<string, AxisEntry>>>
interface Moment {
  readonly entries: Standing
  /** Tables whose place stands in the words, in their order; tasks and provisions do always. */
  readonly tables: ReadonlySet<string>
}

/** Which tables stood and stand in the words. */
export interface Tables {
  readonly before: Moment
  readonly after: Moment
}

function momentOf(doc: Y.Doc, at: Y.Snapshot, letters: readonly Placed[]): Moment {
  const standing = (axis: Axis) =>
    new Map(
      entriesAt(doc, axis, at).flatMap((entry) => (entry.isRemoved ? [] : [[entry.id, entry]])),
    )
  return {
    entries: { rows: standing('rows'), columns: standing('columns') },
    tables: new Set([...letters.flatMap((letter) => tableIdOf(letter) ?? []), ...rowsNames]),
  }
}

/** `words` are all pieces of the words. */
export function tablesAt(
  doc: Y.Doc,
  then: Y.Snapshot,
  now: Y.Snapshot,
  words: readonly Placed[],
): Tables {
  const places = words.filter((each) => each.embed && tableIdOf(each) !== undefined)
  return {
    before: momentOf(
      doc,
      then,
      places.filter(({ stood }) => stood),
    ),
    after: momentOf(
      doc,
      now,
      places.filter(({ stands }) => stands),
    ),
  }
}

/** Whether a flow is read at a moment: the words are, and cells of what stands. */
export function isRead({ entries, tables }: Moment, flow: string): boolean {
  if (flow === wordsFlow) return true
  const cell = cellOf(flow)
  const row = cell && entries.rows.get(cell.rowId)
  if (!cell || !row || !tables.has(row.table)) return false
  return rowsNames.some((name) => name === row.table) || entries.columns.has(cell.columnId)
}

/** The flows that are read at one of the moments, in reading order: the words, then tables, tasks and provisions by rows and columns. */
export function flowsRead(doc: Y.Doc, { before: then, after: now }: Tables): string[] {
  const order = ({ entries, tables }: Moment) => {
    const [rows, columns] = [[...entries.rows.keys()], [...entries.columns.keys()]]
    return new Map([...tables, ...rows, ...columns].map((name, at) => [name, at]))
  }
  const [before, after] = [order(then), order(now)]
  const placeOf = (name: string): number => after.get(name) ?? before.get(name) ?? -1
  const placed = flowNames(doc)
    .filter((flow) => isRead(then, flow) || isRead(now, flow))
    .map((flow) => {
      const { rowId = '', columnId = '' } = cellOf(flow) ?? {}
      const row = now.entries.rows.get(rowId) ?? then.entries.rows.get(rowId)
      const fixed = rowsNames.find((name) => name === row?.table)
      const column = fixed
        ? rowFields[fixed].findIndex((field) => field === columnId)
        : placeOf(columnId)
      return { flow, places: [placeOf(row?.table ?? ''), placeOf(rowId), column] }
    })
  const byPlaces = (one: readonly number[], other: readonly number[]): number => {
    const at = one.findIndex((place, n) => place !== other[n])
    return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0)
  }
  return placed.toSorted((a, b) => byPlaces(a.places, b.places)).map(({ flow }) => flow)
}

/** Cells that were read and are no longer, of a row, column or table that is gone: what stood in them is deleted with it. */
export const struckCells = (
  doc: Y.Doc,
  { before: then, after: now }: Tables,
): ReadonlySet<string> =>
  new Set(flowNames(doc).filter((flow) => isRead(then, flow) && !isRead(now, flow)))

const isSame = (a: AxisEntry | undefined, b: AxisEntry | undefined): boolean =>
  a?.order === b?.order && a?.isHeading === b?.isHeading && a?.merges === b?.merges && !a === !b

/** What changed of the rows and columns of tables that stood or stand. */
export function entryParts({ before: then, after: now }: Tables): EntryPart[] {
  return axes.flatMap((axis) => {
    const [before, after] = [then.entries[axis], now.entries[axis]]
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((id): EntryPart[] => {
      const [was, is] = [before.get(id), after.get(id)]
      const table = (was ?? is)?.table
      if (table === undefined || isSame(was, is)) return []
      const isSeen = then.tables.has(table) || now.tables.has(table)
      return isSeen ? [{ type: 'entry', axis, id, table, was, is }] : []
    })
  })
}

/** The row, the column and the table of a cell, as what changes of them is named; nothing for the words. */
export function holdersOf({ before: then, after: now }: Tables, flow: string): string[] {
  const cell = cellOf(flow)
  if (!cell) return []
  const { rowId, columnId } = cell
  const table = (now.entries.rows.get(rowId) ?? then.entries.rows.get(rowId))?.table
  return [
    `rows ${rowId}`,
    `columns ${columnId}`,
    ...(table === undefined ? [] : [`table ${table}`]),
  ]
}

/**
 * What a part has in common with others that cannot stand without it: a row that comes or goes with what is in it, and all that is in
 * a table that comes or goes.
 */
export function entryTies(
  { axis, id, table, was, is }: EntryPart,
  { before: then, after: now }: Tables,
): string[] {
  const isWhole = then.tables.has(table) !== now.tables.has(table)
  return [...(was && is ? [] : [`${axis} ${id}`]), ...(isWhole ? [`table ${table}`] : [])]
}

/** The names of a table's place, where that came or went. */
export const tableTies = (letters: readonly Letter[]): string[] =>
  letters.flatMap((letter) => {
    const table = tableIdOf(letter)
    return table === undefined ? [] : [`table ${table}`]
  })
