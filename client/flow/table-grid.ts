/**
 * The rows and cells of a table as elements. They stay the same elements whatever comes, goes and moves around them, and the one that
 * somebody types in is not taken out of the page even for an instant: it would lose the focus.
 */
import type { PlacedCell } from '#shared/flow/merges'
import type { Grid } from '#shared/flow/tables'

/** Puts elements into their order behind each other; `fixed` is not moved, the others go around it. */
function putInOrder(
  parent: HTMLElement,
  wanted: readonly HTMLElement[],
  fixed: Element | null,
): void {
  for (const child of Array.from(parent.children))
    if (!wanted.some((each) => each === child)) child.remove()
  for (const [n, element] of wanted.entries()) {
    const isFixed = fixed !== null && element.contains(fixed)
    for (let there = parent.children[n]; there && there !== element; there = parent.children[n])
      if (isFixed) parent.append(there)
      else parent.insertBefore(element, there)
    if (!parent.contains(element)) parent.append(element)
  }
}

export interface CellElement {
  readonly flow: string
  /** What holds its words. */
  readonly element: HTMLElement
  /** The cell on the page: of several that are merged it holds the words of each. */
  readonly holder: HTMLElement
  /** From 1. */
  readonly row: number
  readonly column: number
}

/** More columns than this are given all of the page's width, where it has more than lines of words do. */
export const manyColumns = 4

function setSpan(element: HTMLElement, name: 'colspan' | 'rowspan', span: number): void {
  if (span > 1) element.setAttribute(name, String(span))
  else element.removeAttribute(name)
}

/** Where a cell begins in its table, and whether it is a heading, told without making another element of it: it may be typed in now. */
function showPlace(holder: HTMLElement, { rows, columns }: Grid, { at, size }: PlacedCell): void {
  if (rows[at.rows]?.isHeading) holder.setAttribute('role', 'columnheader')
  else if (columns[at.columns]?.isHeading) holder.setAttribute('role', 'rowheader')
  else holder.removeAttribute('role')
  setSpan(holder, 'colspan', size.columns)
  setSpan(holder, 'rowspan', size.rows)
}

/** What is drawn of a cell: the cells whose words are seen in it. */
export interface SeenCell {
  readonly placed: PlacedCell
  readonly flows: readonly string[]
}

export function newTableGrid() {
  const table = document.createElement('table')
  const body = table.appendChild(document.createElement('tbody'))
  const lines = new Map<string, HTMLElement>()
  const holders = new Map<string, HTMLElement>()
  const cells = new Map<string, HTMLElement>()
  const elementIn = (
    known: Map<string, HTMLElement>,
    name: string,
    tag: 'tr' | 'td' | 'div',
  ): HTMLElement => {
    const element = known.get(name) ?? document.createElement(tag)
    known.set(name, element)
    return element
  }
  const forget = (known: Map<string, HTMLElement>, standing: ReadonlySet<string>) => {
    for (const name of known.keys()) if (!standing.has(name)) known.delete(name)
  }
  return {
    table,
    /** Draws the grid; gives back its cells in reading order. `fixed` is what holds the focus. */
    draw(grid: Grid, seen: readonly (readonly SeenCell[])[], fixed: Element | null): CellElement[] {
      const { rows, columns } = grid
      const drawn: CellElement[] = []
      table.style.setProperty('--columns', String(columns.length))
      table.toggleAttribute('data-wide', columns.length > manyColumns)
      const firsts = new Set<string>()
      const rowElements = rows.map(({ id }, n) => {
        const line = elementIn(lines, id, 'tr')
        const inRow = (seen[n] ?? []).map(({ placed, flows }) => {
          const [first = ''] = placed.flows
          firsts.add(first)
          const holder = elementIn(holders, first, 'td')
          showPlace(holder, grid, placed)
          const { rows: row, columns: column } = placed.at
          const elements = flows.map((flow) => {
            const element = elementIn(cells, flow, 'div')
            drawn.push({ flow, element, holder, row: row + 1, column: column + 1 })
            return element
          })
          putInOrder(holder, elements, fixed)
          return holder
        })
        putInOrder(line, inRow, fixed)
        return line
      })
      putInOrder(body, rowElements, fixed)
      forget(cells, new Set(drawn.map(({ flow }) => flow)))
      forget(holders, firsts)
      forget(lines, new Set(rows.map(({ id }) => id)))
      return drawn
    },
  }
}
