// @vitest-environment jsdom
/** What must hold of tables in editors, whatever two or three do at once. */
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { flowOf } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { cellFlow, gridsOf } from '#shared/flow/tables'
import { enter } from '../../../client/flow/flow-keys.ts'
import { placeOf } from '../../../client/flow/selected-place.ts'
import { takeOutTable } from '../../../client/flow/table-commands.ts'
import { deliver, deliverAll } from '../../support/flow-replicas.ts'
import { tablesRead } from '../../support/flow-tables.ts'
import { runsOf } from '../../support/property-runs.ts'
import { behind, type Desk, endDesks, run } from './desk.ts'
import { act, openTableDesks, press, seen, tableIn, write } from './table-desks.ts'

afterEach(endDesks)

const kinds = [
  'type',
  'type',
  'go',
  'tab',
  'enter',
  'add',
  'remove',
  'move',
  'take out',
  'undo',
  'redo',
  'words',
  'hear',
  'hear',
] as const
const step = fc.record({
  who: fc.nat(2),
  kind: fc.constantFrom(...kinds),
  at: fc.nat(99),
  to: fc.nat(99),
})

test('[UI-388] whatever two or three do at once in cells, rows, columns and beside the table, all show the same in the end, and no letter that nobody deleted is lost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 3 }),
      fc.constantFrom([11, 12, 13], [13, 12, 11]),
      fc.array(step, { maxLength: 25 }),
      (count, clients, steps) => {
        const desks = openTableDesks(...clients.slice(0, count))
        const cells = desks.map((): string | undefined => undefined)
        const letters: string[] = []
        const taken = new Set<string>()
        let next = 0x4e00
        for (const { who, kind, at, to } of steps) {
          const n = who % count
          const [desk, other] = [desks[n], desks[(n + 1) % count]]
          if (!desk || !other) continue
          desk.wait()
          const { rows, columns } = gridsOf(desk.doc)(tableIn(desk))
          const [row, column] = [
            rows[at % Math.max(1, rows.length)],
            columns[to % Math.max(1, columns.length)],
          ]
          if (kind === 'go' && row && column) cells[n] = cellFlow(row.id, column.id)
          const flow = cells[n]
          const view = flow === undefined ? undefined : desk.editors.open(flowOf(desk.doc, flow))
          if (kind === 'hear') deliver(other, desk)
          else if (kind === 'words') {
            behind(desk, 'Last')
            if (to % 2 === 0) run(desk, enter)
            else desk.editor.commands.insertContent(' ')
          } else if (kind === 'undo' || kind === 'redo') {
            const before = allLetters(desk)
            desk.editor.commands[kind]()
            for (const letter of before) if (!allLetters(desk).includes(letter)) taken.add(letter)
          } else if (view && flow !== undefined) {
            if (kind === 'type') {
              const letter = String.fromCodePoint(next++)
              letters.push(letter)
              write(view, letter)
            } else if (kind === 'tab') press(view, 'Tab')
            else if (kind === 'enter') press(view, 'Enter')
            else if (kind === 'take out')
              takeOutTable(
                { ...desk.draft, flow: flowOf(desk.doc, flow) },
                desk.undo,
                placeOf(view.state, flowOf(desk.doc, flow)),
              )
            else if (kind === 'add' || kind === 'remove' || kind === 'move')
              act(
                desk,
                view,
                flow,
                to % 2 === 0 ? 'rows' : 'columns',
                kind === 'move' ? 'move on' : kind,
              )
          }
        }
        deliverAll(desks)
        const [first] = desks
        if (!first) throw new Error()
        for (const desk of desks) {
          expect(readText(desk.doc)).toEqual(readText(first.doc))
          expect(seen(desk)).toEqual(seen(first))
          const read = tablesRead(desk).map((rows) =>
            rows.map((cells) => cells.map((cell) => cell.replaceAll('/', ''))),
          )
          expect(seen(desk)).toEqual(read)
        }
        for (const letter of letters)
          if (!taken.has(letter)) expect(allLetters(first).split(letter)).toHaveLength(2)
      },
    ),
    { numRuns: runsOf('editors') },
  )
})

/** All letters of all flows, whether or not anybody sees them. */
const allLetters = ({ doc }: Desk): string =>
  [...doc.share.keys()]
    .filter((name) => name.startsWith('cell/'))
    .map((name) => (doc.share.get(name) instanceof Y.Text ? flowOf(doc, name).toJSON() : ''))
    .join('')
