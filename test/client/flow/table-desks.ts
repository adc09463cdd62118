/** Real editors on texts with a table in the words. */

import { isTable, partsOf } from '#shared/flow/blocks'
import { flowOf } from '#shared/flow/flow-doc'
import { cellFlow, gridsOf } from '#shared/flow/tables'
import { placeOf } from '../../../client/flow/selected-place.ts'
import { actOnTable, type TableAct } from '../../../client/flow/table-commands.ts'
import { paragraph, replicasOfText, tableOf } from '../../support/flow-tables.ts'
import { type Desk, openDesk } from './desk.ts'

const text = {
  words: [
    paragraph('First', 'p1'),
    tableOf([
      ['Country', 'Share'],
      ['Brazil', '3'],
    ]),
    paragraph('Last', 'p2'),
  ],
}
export const replicasWithTable = (...clients: readonly number[]) => replicasOfText(text, clients)
export const openTableDesks = (...clients: readonly number[]): Desk[] =>
  replicasWithTable(...clients).map((replica) => openDesk(replica))
export function twoDesks(): [Desk, Desk] {
  const [a, b] = openTableDesks(5, 6)
  if (!a || !b) throw new Error()
  return [a, b]
}

export const tableIn = ({ draft }: Desk): string => partsOf(draft.flow).find(isTable)?.tableId ?? ''
export function cellNamed(desk: Desk, row: number, column: number): string {
  const { rows, columns } = gridsOf(desk.doc)(tableIn(desk))
  return cellFlow(rows[row]?.id ?? '', columns[column]?.id ?? '')
}
/** Goes into a cell; its editor's state is asked for anew each time. */
export function goInto(desk: Desk, row: number, column: number) {
  const view = desk.editors.open(flowOf(desk.doc, cellNamed(desk, row, column)))
  if (!view) throw new Error('the cell is not on the page')
  view.focus()
  return view
}
type View = ReturnType<typeof goInto>
export const write = (view: View, letters: string) =>
  view.dispatch(view.state.tr.insertText(letters))
export const press = (view: View, key: string, shiftKey = false) =>
  view.dom.dispatchEvent(
    new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }),
  )
export const beforeCaret = ({ state }: View): string =>
  state.selection.$head.parent.textBetween(0, state.selection.$head.parentOffset)
/** The tables on the page, cell by cell. */
export const seen = ({ editor }: Desk): string[][][] =>
  Array.from(editor.view.dom.querySelectorAll('table'), (table) =>
    Array.from(table.rows, (row) => Array.from(row.cells, ({ textContent }) => textContent ?? '')),
  )
export const act = (
  desk: Desk,
  view: View,
  flow: string,
  axis: 'rows' | 'columns',
  what: TableAct,
) => {
  desk.wait()
  const own = { ...desk.draft, flow: flowOf(desk.doc, flow) }
  return actOnTable(own, desk.undo, placeOf(view.state, own.flow), axis, what)
}
