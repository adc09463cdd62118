// @vitest-environment jsdom
/** What is shown in the cells of tables without being of them. */
import { afterEach, expect, test } from 'vitest'
import { newCellRuns } from '../../../client/flow/cell-runs.ts'
import type { Run } from '../../../client/flow/runs.ts'
import { deliver } from '../../support/flow-replicas.ts'
import { endDesks, openDesk } from './desk.ts'
import { cellNamed, goInto, openTableDesks, replicasWithTable, write } from './table-desks.ts'

afterEach(endDesks)

const inCell = (start: number, end: number): Run[] => [
  { is: 'range', start, end, attributes: { nodeName: 'mark', class: 'marked' } },
  {
    is: 'point',
    at: end,
    stands: 'behind',
    key: 'code',
    draw: () => Object.assign(document.createElement('b'), { textContent: 'BR' }),
  },
]

test('[UI-402] comments and marks stand in cells of tables, while they are only read and while somebody is in them, and stay when others write there', () => {
  const runs = newCellRuns()
  const [replica] = replicasWithTable(5)
  const [other] = openTableDesks(6)
  if (!replica || !other) throw new Error()
  const desk = openDesk(replica, { runs })
  const flow = cellNamed(desk, 1, 0)
  // Behind the edge of its block.
  const start = 1
  runs.set('comments', new Map([[flow, inCell(start, start + 3)]]))
  const cellHtml = () => desk.editor.view.dom.querySelectorAll('td')[2]?.innerHTML
  expect(cellHtml()).toContain('<mark class="marked">Bra</mark><b>BR</b>zil')
  const view = goInto(desk, 1, 0)
  expect(view.dom.querySelector('mark')?.textContent).toBe('Bra')
  write(view, ' too')
  expect(view.dom.textContent).toBe('BraBRzil too')
  runs.set('comments', new Map())
  expect(view.dom.querySelector('mark')).toBeNull()
  goInto(desk, 0, 0)
  runs.set('comments', new Map([[flow, inCell(start, start + 3)]]))
  write(goInto(other, 1, 0), '!')
  deliver(other, desk)
  expect(cellHtml()).toContain('<mark class="marked">Bra</mark><b>BR</b>zil')
})
