/** What a person does to merge cells and to split them. Both set keys, and move no letter. */
import type * as Y from 'yjs'
import { mergeKey, type PlacedCell, placedCellOf, placedCells } from './merges.ts'
import { type Grid, mergeKeys } from './tables.ts'

type Box = Pick<PlacedCell, 'at' | 'size'>

const endOf = ({ at, size }: Box) => ({
  rows: at.rows + size.rows,
  columns: at.columns + size.columns,
})

const isTouching = (one: Box, other: Box): boolean => {
  const [mine, theirs] = [endOf(one), endOf(other)]
  const overlaps = (axis: 'rows' | 'columns') =>
    one.at[axis] < theirs[axis] && other.at[axis] < mine[axis]
  return overlaps('rows') && overlaps('columns')
}

function around(one: Box, other: Box): Box {
  const [mine, theirs] = [endOf(one), endOf(other)]
  const at = {
    rows: Math.min(one.at.rows, other.at.rows),
    columns: Math.min(one.at.columns, other.at.columns),
  }
  return {
    at,
    size: {
      rows: Math.max(mine.rows, theirs.rows) - at.rows,
      columns: Math.max(mine.columns, theirs.columns) - at.columns,
    },
  }
}

/** The cell that begins beside another, on the right or below. */
function beside(grid: Grid, cell: PlacedCell, side: 'right' | 'below'): PlacedCell | undefined {
  const [row, column] =
    side === 'right'
      ? [cell.at.rows, cell.at.columns + cell.size.columns]
      : [cell.at.rows + cell.size.rows, cell.at.columns]
  const place: Box = { at: { rows: row, columns: column }, size: { rows: 1, columns: 1 } }
  return placedCells(grid)
    .flat()
    .find((each) => isTouching(each, place))
}

/** Whether a cell can be merged with another on that side. */
export function hasBeside(grid: Grid, flow: string, side: 'right' | 'below'): boolean {
  const cell = placedCellOf(grid, flow)
  return cell !== undefined && beside(grid, cell, side) !== undefined
}

/** Sets no merge under the cells of a merge: what was merged in it before does not come back when it is split. */
function forget(doc: Y.Doc, flows: readonly string[]): void {
  const keys = mergeKeys(doc)
  for (const flow of flows)
    if (keys.get(flow) !== undefined && keys.get(flow) !== '') keys.set(flow, '')
}

/** Merges a cell with the one on its right or below, and with all that a rectangle around both cuts. */
export function mergeWith(doc: Y.Doc, grid: Grid, flow: string, side: 'right' | 'below'): void {
  const cell = placedCellOf(grid, flow)
  const other = cell && beside(grid, cell, side)
  if (!other) return
  const cells = placedCells(grid).flat()
  let box = around(cell, other)
  for (let isGrowing = true; isGrowing; ) {
    const before = box
    for (const each of cells) if (isTouching(box, each)) box = around(box, each)
    isGrowing = JSON.stringify(before) !== JSON.stringify(box)
  }
  const key = mergeKey(
    grid.rows.map(({ id }) => id),
    grid.columns.map(({ id }) => id),
    box,
  )
  if (!key) return
  doc.transact(() => {
    forget(
      doc,
      cells.filter((each) => isTouching(box, each)).flatMap(({ flows }) => flows),
    )
    mergeKeys(doc).set(...key)
  })
}

/** Splits a merged cell: each of its cells is one again, with the words that were always its own. */
export function splitCell(doc: Y.Doc, grid: Grid, flow: string): void {
  const cell = placedCellOf(grid, flow)
  if (!cell || cell.flows.length === 1) return
  // The first cell of the merge may be one that was removed since.
  const names = [...grid.merges.keys()].filter((name) => {
    const alone = placedCellOf({ ...grid, merges: new Map([[name, grid.merges.get(name)]]) }, flow)
    return alone !== undefined && alone.flows.length > 1
  })
  doc.transact(() => forget(doc, names))
}
