/** Where an amendment is drawn in the tables of its base: in the words' flat text, and in tasks and provisions cell by cell. */
import { wordsFlow } from '../flow/flow-doc.ts'
import { cellOf } from '../flow/tables.ts'
import type { AmendmentPassage } from '../text/amendment-passages.ts'
import { type RowsName, rowsNames } from '../text/content-names.ts'
import { cellKey, type RowField, rowFields } from '../text/content-rows.ts'
import type { BasePlaces } from './base-places.ts'
import type { Comparison } from './compare.ts'
import type { EntryPart } from './entries.ts'
import { tableIdOf } from './letters.ts'
import { passagesInFlow, placeBefore, wholeOf } from './passages.ts'
import { paragraphMark, wordsOf } from './pieces.ts'
import { embedsIn, type Span } from './spans.ts'

/** What is deleted and inserted in one cell, as offsets into the flat text that it had then. */
export interface CellPassages {
  readonly flat: string
  readonly passages: readonly AmendmentPassage[]
}

/** What an amendment does to the tasks and provisions of its base. */
export interface RowPassages {
  /** Of the base's cells, by their keys; only those that it changes. */
  readonly cells: ReadonlyMap<string, CellPassages>
  /** Rows that only the amendment has, with what their cells say; those that say nothing are left out. */
  readonly put: readonly {
    readonly rows: RowsName
    readonly rowId: string
    readonly cells: ReadonlyMap<RowField, string>
  }[]
}

const entriesIn = ({ changes }: Comparison): EntryPart[] =>
  changes.flatMap(({ parts }) => parts.flatMap((part) => (part.type === 'entry' ? [part] : [])))

/** Cells of rows and columns that move or become headings: the first of each that says something. */
function movedCells(comparison: Comparison, base: BasePlaces): ReadonlySet<string> {
  const moved = entriesIn(comparison).filter(({ was, is }) => was && is)
  return new Set(
    moved.flatMap(({ axis, id }) => {
      const isIn = (flow: string) => {
        const cell = cellOf(flow)
        return cell && (axis === 'rows' ? cell.rowId : cell.columnId) === id
      }
      const first = comparison.flows.find(
        ({ flow }) => isIn(flow) && wholeOf(base.of(flow), 'form').length > 0,
      )
      return first ? [first.flow] : []
    }),
  )
}

const nowIn = (span: Span) => (span.type === 'changed' ? span.inserted : span.is)

/** Where the tables of the words stand in the base, or would stand. */
function tablePlaces({ flows }: Comparison, base: BasePlaces): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const words = base.of(wordsFlow)
  const spans = flows.find(({ flow }) => flow === wordsFlow)?.spans ?? []
  for (const [at, span] of spans.entries()) {
    const embeds = span.type === 'changed' ? span.inserted : embedsIn(span).map(([, is]) => is)
    for (const letter of embeds) {
      const tableId = tableIdOf(letter)
      if (tableId === undefined) continue
      places.set(tableId, words.before(letter.id) ?? placeBefore(spans, at, words) ?? 0)
    }
  }
  return places
}

/** The passages in the words and the tables among them. */
export function passagesOf(comparison: Comparison, base: BasePlaces): AmendmentPassage[] {
  const { tables, flows } = comparison
  const moved = movedCells(comparison, base)
  let tablePlace: ReadonlyMap<string, number> | undefined
  const placeOfTable = (table: string) => {
    tablePlace ??= tablePlaces(comparison, base)
    return tablePlace.get(table)
  }
  /** Where the next cell of a table would be drawn that the base has not. */
  const next = new Map<string, number>()
  return flows.flatMap(({ flow }): AmendmentPassage[] => {
    if (flow === wordsFlow) return passagesInFlow(comparison, flow, base)
    if (base.isRow(flow)) return []
    const { rowId = '' } = cellOf(flow) ?? {}
    const row = tables.after.entries.rows.get(rowId) ?? tables.before.entries.rows.get(rowId)
    if (!row || rowsNames.some((name) => name === row.table)) return []
    const { whole } = base.of(flow)
    if (whole) next.set(row.table, whole.end)
    const at = next.get(row.table) ?? placeOfTable(row.table)
    const own = passagesInFlow(comparison, flow, base, at)
    return moved.has(flow) ? [...own, ...wholeOf(base.of(flow), 'form')] : own
  })
}

/** The passages in tasks and provisions. */
export function rowPassagesOf(comparison: Comparison, base: BasePlaces): RowPassages {
  const { flows } = comparison
  const moved = movedCells(comparison, base)
  const cells = new Map<string, CellPassages>()
  for (const { flow } of flows) {
    if (!base.isRow(flow)) continue
    const { rowId = '', columnId = '' } = cellOf(flow) ?? {}
    const own = passagesInFlow(comparison, flow, base)
    const passages = moved.has(flow) ? [...own, ...wholeOf(base.of(flow), 'form')] : own
    const field = fieldOf(columnId)
    if (passages.length > 0 && field)
      cells.set(cellKey(rowId, field), { flat: base.flatOf(flow), passages })
  }
  const put = entriesIn(comparison).flatMap(({ axis, id, table, was }) => {
    const rows = rowsNames.find((name) => name === table)
    if (axis !== 'rows' || was || !rows) return []
    const said = flows.flatMap(({ flow, spans }): (readonly [RowField, string])[] => {
      const cell = cellOf(flow)
      const field = cell?.rowId === id ? fieldOf(cell.columnId) : undefined
      const words = wordsOf(spans.flatMap(nowIn)).replaceAll(paragraphMark, '\n').trim()
      return field && words !== '' ? [[field, words]] : []
    })
    return said.length > 0 ? [{ rows, rowId: id, cells: new Map(said) }] : []
  })
  return { cells, put }
}

const fieldOf = (columnId: string): RowField | undefined =>
  rowsNames.flatMap((name) => rowFields[name]).find((field) => field === columnId)
