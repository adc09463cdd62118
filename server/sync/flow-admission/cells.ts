/**
 * How many cells the tables in a text's words have: each of their rows has one in each of their columns, written in or not. A member's
 * are those that would not be there without the rows and columns that they have put.
 *
 * Three rows and two columns are six cells. Brazil, who put one of the rows and one of the columns, has four of them.
 */
import type { Axis } from '#shared/flow/tables'

/** Rows and columns by the client ids that put them, and how many there are. */
type Table = Readonly<Record<Axis, Map<number, number>>> & { readonly size: Record<Axis, number> }
interface Put {
  readonly axis: Axis
  readonly table: string
  readonly client: number
}

const sum = (counts: ReadonlyMap<number, number>, isOf: (client: number) => boolean): number => {
  let all = 0
  for (const [client, count] of counts) if (isOf(client)) all += count
  return all
}
const otherOf = (axis: Axis): Axis => (axis === 'rows' ? 'columns' : 'rows')

export function openCells() {
  const tables = new Map<string, Table>()
  let total = 0
  return {
    total: () => total,
    add({ axis, table, client }: Put) {
      const size = { rows: 0, columns: 0 }
      const own = tables.get(table) ?? { rows: new Map(), columns: new Map(), size }
      tables.set(table, own)
      own[axis].set(client, (own[axis].get(client) ?? 0) + 1)
      own.size[axis] += 1
      total += own.size[otherOf(axis)]
    },
    /** How many more there would be with these rows and columns. */
    broughtBy(put: readonly Put[]): number {
      const sizes = new Map<string, Record<Axis, number>>()
      let cells = 0
      for (const { axis, table } of put) {
        const size = sizes.get(table) ?? { rows: 0, columns: 0, ...tables.get(table)?.size }
        sizes.set(table, size)
        size[axis] += 1
        cells += size[otherOf(axis)]
      }
      return cells
    },
    /** Those that are a member's, whose client ids these are. */
    ofMember(isOwn: (client: number) => boolean): number {
      let cells = 0
      for (const { rows, columns, size } of tables.values()) {
        const others = (size.rows - sum(rows, isOwn)) * (size.columns - sum(columns, isOwn))
        cells += size.rows * size.columns - others
      }
      return cells
    },
  }
}
