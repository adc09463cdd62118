/**
 * A change as a card, the choice of parts and the record tell it: which cell or row it is in, what is deleted and inserted with a few
 * words around it, and what words become that stay.
 *
 * Before `The budget is public.`, changed to `The whole budget is public.`: `The [+whole ]budget is public`, inserted `whole`.
 */
import type { Mark } from '../domain/content.ts'
import type { BlockLooks } from '../flow/block-looks.ts'
import { cellOf } from '../flow/tables.ts'
import { type RowsName, rowsNames } from '../text/content-names.ts'
import { type RowField, rowFields } from '../text/content-rows.ts'
import type { Change, ChangePart, FormattingPart } from './changes.ts'
import type { Comparison } from './compare.ts'
import type { EntryPart, Tables } from './entries.ts'
import { type ChangeKind, type ChangePiece, kindsOf, paragraphMark, piecesOf } from './pieces.ts'

/** What words become without being changed: another kind of block, or another format. */
export type Form = 'paragraph' | 'heading' | 'item' | 'numbering' | 'direction' | Mark['type']

/** A row of tasks or provisions, from 1; with a field one of its cells. */
export interface ShownPlace {
  readonly rows: RowsName
  readonly row: number
  readonly field?: RowField
}

/** What the record keeps of a change. */
export interface AmendmentChange {
  readonly changeId: string
  readonly struck: string
  readonly put: string
}

export interface ShownChange extends AmendmentChange {
  readonly pieces: readonly ChangePiece[]
  /** Undefined in the words. */
  readonly place: ShownPlace | undefined
  readonly kinds: ReadonlySet<ChangeKind>
  readonly forms: readonly Form[]
}

const rowsOf = (tables: Tables, rows: string, side: 'before' | 'after'): string[] =>
  [...tables[side].entries.rows.values()].flatMap(({ id, table }) => (table === rows ? [id] : []))

function placeOfRow(tables: Tables, rowId: string, field?: string): ShownPlace | undefined {
  for (const side of ['after', 'before'] as const) {
    const table = tables[side].entries.rows.get(rowId)?.table
    const rows = rowsNames.find((name) => name === table)
    if (!rows) continue
    const named = rowFields[rows].find((each) => each === field)
    const row = rowsOf(tables, rows, side).indexOf(rowId) + 1
    return { rows, row, ...(named && { field: named }) }
  }
  return undefined
}

/** Where a change is: of one that is in several cells of a row the row. */
function placeOf(tables: Tables, { parts: [part] }: Change): ShownPlace | undefined {
  if (!part) return undefined
  if (part.type === 'entry') return part.axis === 'rows' ? placeOfRow(tables, part.id) : undefined
  const cell = cellOf(part.flow)
  return cell && placeOfRow(tables, cell.rowId, cell.columnId)
}

const shownMarks = [
  'bold',
  'italic',
  'underline',
  'strike',
  'superscript',
  'subscript',
  'literal',
  'link',
  'footnote',
] as const satisfies Mark['type'][]

function marksOf({ span, from, to }: FormattingPart): Form[] {
  const isOther = (name: string) =>
    span.was
      .slice(from, to)
      .some(
        ({ marksThen }, at) =>
          JSON.stringify(marksThen[name]) !==
          JSON.stringify((span.is[from + at] ?? { marksNow: marksThen }).marksNow[name]),
      )
  return shownMarks.filter(isOther)
}

function formsOf(part: ChangePart): Form[] {
  if (part.type === 'formatting') return marksOf(part)
  if (part.type !== 'looks') return []
  const { was, is } = part
  const differs = (...names: (keyof BlockLooks)[]) => names.some((name) => was[name] !== is[name])
  const kind: Form[] = [is.list === undefined && is.depth === undefined ? 'paragraph' : 'item']
  return [
    ...(differs('kind', 'level', 'list', 'depth')
      ? is.kind === 'heading'
        ? (['heading'] as const)
        : kind
      : []),
    ...(differs('start', 'continues', 'label') ? (['numbering'] as const) : []),
    ...(differs('dir') ? (['direction'] as const) : []),
  ]
}

/** Rows of pieces as one, an ellipsis between those that stand apart. */
function inARow(rows: readonly (readonly ChangePiece[])[]): ChangePiece[] {
  return rows
    .filter(({ length }) => length > 0)
    .flatMap((row, at) => (at > 0 ? [{ kind: 'unchanged' as const, words: ' … ' }, ...row] : row))
}

const said = (rows: readonly (readonly ChangePiece[])[], kind: ChangePiece['kind']): string =>
  rows
    .flat()
    .filter((piece) => piece.kind === kind)
    .map(({ words }) => words.trim())
    .filter((words) => words !== '')
    .join(' ')

const isMoved = ({ was, is }: EntryPart): boolean => was !== undefined && is !== undefined

/** Of a row that comes or goes, what is in it is told once. */
function partsTold({ parts }: Change): readonly ChangePart[] {
  const isEntry = (part: ChangePart): part is EntryPart => part.type === 'entry'
  if (!parts.some((part) => isEntry(part) && !isMoved(part))) return parts
  return parts.filter((part) => !isEntry(part) || part.was !== undefined)
}

/** A change as it is shown. */
export function shownChange(comparison: Comparison, change: Change): ShownChange {
  const rows = piecesOf(comparison, { ...change, parts: partsTold(change) })
  return {
    changeId: change.changeId,
    pieces: inARow(rows),
    place: placeOf(comparison.tables, change),
    kinds: kindsOf(change),
    forms: [...new Set(change.parts.flatMap(formsOf))],
    struck: said(rows, 'deleted'),
    put: said(rows, 'inserted'),
  }
}

/** All changes, in reading order. */
export const shownChanges = (comparison: Comparison): ShownChange[] =>
  comparison.changes.map((change) => shownChange(comparison, change))

/** Whether words stay as they are and only look otherwise, or stand in another order. */
export const isFormOnly = ({ struck, put }: AmendmentChange): boolean => struck === '' && put === ''

const isWording = (words: string): boolean => words.replaceAll(paragraphMark, '').trim() !== ''

/** Whether there are two wordings, which a bracket could hold: form, white space, splits and joins make none. */
export const isReworded = (changes: readonly AmendmentChange[]): boolean =>
  changes.some(({ struck, put }) => isWording(struck) || isWording(put))
