/**
 * Merged cells. A merge moves no letter: each cell keeps its flow, and the merged one says what all of them say, one behind the other.
 * So whoever types in a cell that another merges at that moment types on in it, and a split gives each cell its words back. Kept in the
 * root map `merges`, under the first cell with the row and column of the last: what stands between the two by the order of rows and
 * columns belongs to the merge, also when its first or last row was removed since.
 *
 * `cell/r1/c1 = 'r2/c1'`. Before: a | b / c | d. Read: one cell "a", "c", two rows high, beside it b and below that d.
 */
import type * as Y from 'yjs'
import { flowOf } from './flow-doc.ts'
import { isWritten } from './standing.ts'
import { type Axis, type AxisEntry, axes, cellFlow, cellOf, type Grid, inOrder } from './tables.ts'

/** A cell of a table as it is seen: of several where they are merged. */
export interface PlacedCell {
  /** Of all cells that are merged in it, in reading order; without a merge its own alone. */
  readonly flows: readonly string[]
  readonly header: boolean
  /** Where it begins, from 0. */
  readonly at: Readonly<Record<Axis, number>>
  /** How many rows and columns it takes. */
  readonly size: Readonly<Record<Axis, number>>
}

/** The first and the last place, from 0. */
type Stretch = readonly [first: number, last: number]
type Box = Readonly<Record<Axis, Stretch>>

/** What stands between two entries, they included, whether or not they stand themselves. */
function between(standing: readonly AxisEntry[], from: AxisEntry, to: AxisEntry): Stretch {
  const before = (entry: AxisEntry) => {
    let [low, high] = [0, standing.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const here = standing[middle]
      if (here && inOrder(here, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
  const last = before(to)
  return [before(from), standing[last]?.id === to.id ? last : last - 1]
}

function boxOf({ rows, columns, all }: Grid, name: string, value: unknown): Box | undefined {
  const [from, to] = [cellOf(name), cellOf(`cell/${String(value)}`)]
  const ends = (axis: Axis, first?: string, last?: string): Stretch | undefined => {
    const [one, other] = [all[axis].get(first ?? ''), all[axis].get(last ?? '')]
    return one && other && between(axis === 'rows' ? rows : columns, one, other)
  }
  const box = {
    rows: ends('rows', from?.rowId, to?.rowId),
    columns: ends('columns', from?.columnId, to?.columnId),
  }
  if (!box.rows || !box.columns) return undefined
  const cells = axes.map((axis) => (box[axis]?.[1] ?? 0) - (box[axis]?.[0] ?? 0) + 1)
  const isMerge = cells.every((count) => count > 0) && cells.some((count) => count > 1)
  return isMerge ? { rows: box.rows, columns: box.columns } : undefined
}

interface Merge {
  readonly name: string
  readonly box: Box
}

/** So many times as many cells as a table has are looked at: only merges that lie over each other ask for more, and are none. */
const mostLooks = 10

/**
 * The merges that hold: none lies over another, of two that would the one that begins first. Work in proportion to the cells and the
 * merges.
 */
function mergesIn(grid: Grid): Merge[] {
  const { rows, columns, merges } = grid
  const found = [...merges].flatMap(([name, value]): Merge[] => {
    const box = boxOf(grid, name, value)
    return box ? [{ name, box }] : []
  })
  const taken = new Set<number>()
  let looks = rows.length * columns.length * mostLooks
  const isFree = ({ rows: down, columns: across }: Box): boolean => {
    for (let row = down[0]; row <= down[1]; row += 1)
      for (let column = across[0]; column <= across[1]; column += 1) {
        looks -= 1
        if (looks < 0 || taken.has(row * columns.length + column)) return false
      }
    return true
  }
  return found
    .toSorted(
      (one, other) =>
        one.box.rows[0] - other.box.rows[0] ||
        one.box.columns[0] - other.box.columns[0] ||
        (one.name < other.name ? -1 : 1),
    )
    .filter(({ box }) => {
      if (!isFree(box)) return false
      for (let row = box.rows[0]; row <= box.rows[1]; row += 1)
        for (let column = box.columns[0]; column <= box.columns[1]; column += 1)
          taken.add(row * columns.length + column)
      return true
    })
}

/** The cells of a table by the rows in which they begin. */
export function placedCells(grid: Grid): PlacedCell[][] {
  const { rows, columns } = grid
  const starts = new Map<number, Box>()
  const covered = new Set<number>()
  for (const { box } of mergesIn(grid)) {
    for (let row = box.rows[0]; row <= box.rows[1]; row += 1)
      for (let column = box.columns[0]; column <= box.columns[1]; column += 1)
        covered.add(row * columns.length + column)
    starts.set(box.rows[0] * columns.length + box.columns[0], box)
  }
  return rows.map((row, n) =>
    columns.flatMap((column, at): PlacedCell[] => {
      const place = n * columns.length + at
      const box = starts.get(place)
      if (!box && covered.has(place)) return []
      const down: Stretch = box?.rows ?? [n, n]
      const across: Stretch = box?.columns ?? [at, at]
      const inside = columns.slice(across[0], across[1] + 1)
      return [
        {
          flows: rows
            .slice(down[0], down[1] + 1)
            .flatMap((each) => inside.map(({ id }) => cellFlow(each.id, id))),
          header: row.isHeading || column.isHeading,
          at: { rows: n, columns: at },
          size: { rows: down[1] - down[0] + 1, columns: across[1] - across[0] + 1 },
        },
      ]
    }),
  )
}

/** Of the cells that are merged in one those that are seen: that hold words, or the first where none does. */
export function seenFlows(doc: Y.Doc, { flows }: Pick<PlacedCell, 'flows'>): readonly string[] {
  if (flows.length === 1) return flows
  const written = flows.filter((flow) => doc.share.has(flow) && isWritten(flowOf(doc, flow)))
  return written.length > 0 ? written : flows.slice(0, 1)
}

/** The cell that a flow is seen in. */
export const placedCellOf = (grid: Grid, flow: string): PlacedCell | undefined =>
  placedCells(grid)
    .flat()
    .find(({ flows }) => flows.includes(flow))

/** How a merge is written: from the first of these places to the last, from 0. */
export function mergeKey(
  rows: readonly string[],
  columns: readonly string[],
  { at, size }: Pick<PlacedCell, 'at' | 'size'>,
): readonly [key: string, value: string] | undefined {
  const [first, last] = [0, 1].map((end) => ({
    row: rows[at.rows + end * (size.rows - 1)],
    column: columns[at.columns + end * (size.columns - 1)],
  }))
  if (first?.row === undefined || first.column === undefined) return undefined
  if (last?.row === undefined || last.column === undefined) return undefined
  return [cellFlow(first.row, first.column), `${last.row}/${last.column}`]
}
