/** What the buttons of a table do, each one step to be taken back. The caret's cell says which row, column and table. */
import * as Y from 'yjs'
import type { Draft } from '#shared/flow/draft'
import { type Edit, editIn } from '#shared/flow/edit'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { hasBeside, mergeWith, splitCell } from '#shared/flow/merge-acts'
import { placedCellOf, placedCells, seenFlows } from '#shared/flow/merges'
import {
  addTo,
  emptyTable,
  insertTable,
  moveTo,
  removeTable,
  setHeading,
  setRemoved,
} from '#shared/flow/table-acts'
import { type Axis, cellFlow, cellOf, entriesOf, type Grid, gridsOf } from '#shared/flow/tables'
import type { Undo } from '#shared/flow/undo'
import type { SelectedPlace } from './selected-place.ts'

/** Does something that no editor does, and notes it: what is taken back leads to `place`, or to where `work` says from then on. */
export function actOn(
  doc: Y.Doc,
  undo: Undo<SelectedPlace>,
  place: SelectedPlace,
  work: () => void,
): void {
  const origin = {}
  let edit: Edit | undefined
  const note = (transaction: Y.Transaction) => {
    if (transaction.origin === origin) edit = editIn(transaction)
  }
  doc.on('afterTransaction', note)
  try {
    doc.transact(work, origin)
  } finally {
    doc.off('afterTransaction', note)
  }
  undo.close()
  if (edit) undo.note(doc, edit, place, place)
  undo.close()
}

/** Where a cell is in its table; undefined where it is in none. */
function standingOf(doc: Y.Doc, flow: Y.Text) {
  const cell = cellOf(Y.findRootTypeKey(flow))
  const table = cell && entriesOf(doc, 'rows').find(({ id }) => id === cell.rowId)?.table
  if (!cell || table === undefined) return undefined
  const grid = gridsOf(doc)(table)
  const ids = { rows: cell.rowId, columns: cell.columnId }
  const at = (axis: Axis) => grid[axis].findIndex(({ id }) => id === ids[axis])
  return { table, grid, ids, at: { rows: at('rows'), columns: at('columns') } }
}

export type TableAct = 'add before' | 'add' | 'remove' | 'move back' | 'move on' | 'heading'

/** What there is to know of the row or column of a cell. */
export interface Entry {
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isHeading: boolean
  /** Whether a merged cell lies in it and in the one before it, or behind it. */
  readonly isMergedBefore: boolean
  readonly isMergedBehind: boolean
}

/** Whether a merged cell lies over the border before a row or column. */
const crosses = (grid: Grid, axis: Axis, border: number): boolean =>
  placedCells(grid)
    .flat()
    .some(({ at, size }) => at[axis] < border && border < at[axis] + size[axis])

/** What there is to know of the row and the column of a cell; undefined where it stands in no table. */
export function entriesAround(flow: Y.Text): Readonly<Record<Axis, Entry>> | undefined {
  const standing = flow.doc ? standingOf(flow.doc, flow) : undefined
  if (!standing) return undefined
  const { grid, at } = standing
  const entry = (axis: Axis): Entry => ({
    isFirst: at[axis] <= 0,
    isLast: at[axis] === grid[axis].length - 1,
    isHeading: grid[axis][at[axis]]?.isHeading === true,
    // Who moves a row past a border sets it between the two borders beside that.
    isMergedBefore: [-1, 0, 1].some((by) => crosses(grid, axis, at[axis] + by)),
    isMergedBehind: [0, 1, 2].some((by) => crosses(grid, axis, at[axis] + by)),
  })
  return { rows: entry('rows'), columns: entry('columns') }
}

/** What can be merged with the cell of a flow, and whether it is one that can be split. */
export function mergesAround(flow: Y.Text) {
  const { doc } = flow
  const standing = doc && standingOf(doc, flow)
  if (!standing) return undefined
  const name = Y.findRootTypeKey(flow)
  return {
    right: hasBeside(standing.grid, name, 'right'),
    below: hasBeside(standing.grid, name, 'below'),
    split: (placedCellOf(standing.grid, name)?.flows.length ?? 1) > 1,
  }
}

/** Merges a cell with the one on its right or below, or splits it; gives back the name of the flow in which one goes on. */
export function actOnCell(
  { flow }: Draft,
  undo: Undo<SelectedPlace>,
  place: SelectedPlace,
  act: 'right' | 'below' | 'split',
): string | undefined {
  const { doc } = flow
  const standing = doc && standingOf(doc, flow)
  if (!doc || !standing) return undefined
  const name = Y.findRootTypeKey(flow)
  actOn(doc, undo, place, () => {
    if (act === 'split') splitCell(doc, standing.grid, name)
    else mergeWith(doc, standing.grid, name, act)
  })
  return seenIn(doc, standing.table, name)
}

/** The flow that is seen where a cell is: another where that one is merged and holds no words. */
function seenIn(doc: Y.Doc, table: string, name: string): string {
  const cell = placedCellOf(gridsOf(doc)(table), name)
  const seen = cell ? seenFlows(doc, cell) : [name]
  return seen.includes(name) ? name : (seen[0] ?? name)
}

/**
 * Does something with the row or column of a cell; the last that is removed takes its table along. Gives back the name of the flow in
 * which one goes on: what is new, what is left beside what was removed, else the cell itself.
 */
export function actOnTable(
  { flow, newBlockId }: Draft,
  undo: Undo<SelectedPlace>,
  place: SelectedPlace,
  axis: Axis,
  act: TableAct,
): string | undefined {
  const { doc } = flow
  const standing = doc && standingOf(doc, flow)
  if (!doc || !standing) return undefined
  const { table, grid, ids, at } = standing
  const entry = grid[axis].find(({ id }) => id === ids[axis])
  if (!entry) return undefined
  const beside = (id: string): string =>
    axis === 'rows' ? cellFlow(id, ids.columns) : cellFlow(ids.rows, id)
  let next = Y.findRootTypeKey(flow)
  actOn(doc, undo, place, () => {
    if (act === 'add' || act === 'add before') {
      const id = newBlockId()
      addTo(doc, axis, table, id, at[axis] + (act === 'add' ? 1 : 0))
      next = beside(id)
    } else if (act === 'heading') setHeading(doc, axis, entry.id, !entry.isHeading)
    else if (act === 'move back') moveTo(doc, axis, entry.id, Math.max(0, at[axis] - 1))
    else if (act === 'move on') moveTo(doc, axis, entry.id, at[axis] + 1)
    else if (grid[axis].length > 1) {
      setRemoved(doc, axis, entry.id)
      next = beside((grid[axis][at[axis] + 1] ?? grid[axis][at[axis] - 1] ?? entry).id)
    } else {
      removeTable({ flow: flowOf(doc), newBlockId }, table)
      next = wordsFlow
    }
  })
  return next === wordsFlow ? next : seenIn(doc, table, next)
}

/** Takes the table of a cell out of the words; gives back the name of the flow in which one goes on. */
export function takeOutTable(
  { flow, newBlockId }: Draft,
  undo: Undo<SelectedPlace>,
  place: SelectedPlace,
): string | undefined {
  const { doc } = flow
  const standing = doc && standingOf(doc, flow)
  if (!doc || !standing) return undefined
  actOn(doc, undo, place, () => removeTable({ flow: flowOf(doc), newBlockId }, standing.table))
  return wordsFlow
}

/** Puts an empty table at a caret in the words; gives back the flow of its first cell. */
export function putTable(
  draft: Draft,
  undo: Undo<SelectedPlace>,
  place: SelectedPlace,
  index: number,
  [rows, columns]: readonly [rows: number, columns: number],
): string | undefined {
  const { doc } = draft.flow
  if (!doc) return undefined
  const known = new Set(entriesOf(doc, 'columns').map(({ table }) => table))
  actOn(doc, undo, place, () => insertTable(draft, index, emptyTable(rows, columns)))
  const table = entriesOf(doc, 'columns').find((column) => !known.has(column.table))?.table
  const grid = table === undefined ? undefined : gridsOf(doc)(table)
  const [row, column] = [grid?.rows[0], grid?.columns[0]]
  return row && column ? cellFlow(row.id, column.id) : undefined
}
