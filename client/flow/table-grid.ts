/**
 * The rows and cells of a table as elements. They stay the same elements whatever comes, goes and moves around them, and the one that
 * somebody types in is not taken out of the page even for an instant: it would lose the focus.
 */
import { cellFlow, type Grid } from '#shared/flow/tables'

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
  readonly element: HTMLElement
  /** From 1. */
  readonly row: number
  readonly column: number
}

/** More columns than this are given all of the page's width, where it has more than lines of words do. */
export const manyColumns = 4

export function newTableGrid() {
  const table = document.createElement('table')
  const body = table.appendChild(document.createElement('tbody'))
  const lines = new Map<string, HTMLElement>()
  const cells = new Map<string, HTMLElement>()
  const elementIn = (
    known: Map<string, HTMLElement>,
    name: string,
    tag: 'tr' | 'td',
  ): HTMLElement => {
    const element = known.get(name) ?? document.createElement(tag)
    known.set(name, element)
    return element
  }
  return {
    table,
    /** Draws the grid; gives back its cells in reading order. `fixed` is what holds the focus. */
    draw({ rows, columns }: Grid, fixed: Element | null): CellElement[] {
      const drawn: CellElement[] = []
      table.style.setProperty('--columns', String(columns.length))
      table.toggleAttribute('data-wide', columns.length > manyColumns)
      const rowElements = rows.map((row, n) => {
        const line = elementIn(lines, row.id, 'tr')
        const elements = columns.map((column, at) => {
          const flow = cellFlow(row.id, column.id)
          const element = elementIn(cells, flow, 'td')
          // A heading is no other element: it may be typed in just now.
          if (row.isHeading) element.setAttribute('role', 'columnheader')
          else if (column.isHeading) element.setAttribute('role', 'rowheader')
          else element.removeAttribute('role')
          drawn.push({ flow, element, row: n + 1, column: at + 1 })
          return element
        })
        putInOrder(line, elements, fixed)
        return line
      })
      putInOrder(body, rowElements, fixed)
      const standing = new Set(drawn.map(({ flow }) => flow))
      for (const flow of cells.keys()) if (!standing.has(flow)) cells.delete(flow)
      const ids = new Set(rows.map(({ id }) => id))
      for (const id of lines.keys()) if (!ids.has(id)) lines.delete(id)
      return drawn
    },
  }
}
