/** What a comparison says of rows, columns, tables and cells. */
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Comparison } from '#shared/compare/compare'
import { competes as compete, touchedBy } from '#shared/compare/competes'
import { distanceOf } from '#shared/compare/distance'
import { kindsOf, piecesOf } from '#shared/compare/pieces'
import { remove, restyle, type } from '#shared/flow/acts'
import { isTable, partsOf } from '#shared/flow/blocks'
import {
  addTo,
  emptyTable,
  insertTable,
  moveTo,
  removeTable,
  setHeading,
  setRemoved,
} from '#shared/flow/table-acts'
import { gridsOf } from '#shared/flow/tables'
import { changesSince, told } from '../../support/flow-readings.ts'
import { deliver, placeOf, type Replica } from '../../support/flow-replicas.ts'
import { cellAt, paragraph, replicasOfText, tableOf, tasksOf } from '../../support/flow-tables.ts'
import { undoing } from '../../support/flow-undo.ts'

const competes = (a: Comparison, b: Comparison): boolean => compete(touchedBy(a), touchedBy(b))
const text = {
  words: [
    paragraph('First', 'p1'),
    tableOf([
      ['a b', 'c'],
      ['d', 'e f'],
    ]),
    paragraph('Last', 'p2'),
  ],
  tasks: tasksOf('Report yearly', 'Ask', 'Tell'),
}
function done(act: (replica: Replica) => void) {
  const [one] = replicasOfText(text, [5], { gc: false })
  if (!one) throw new Error()
  const then = Y.snapshot(one.doc)
  act(one)
  return changesSince(one.doc, then)
}
const toldOf = (act: (replica: Replica) => void): string[] => told(done(act).changes)
/** The first table of the words. */
const tableIn = ({ draft }: Replica): string => partsOf(draft.flow).find(isTable)?.tableId ?? ''
const task = (me: Replica, row: number) => cellAt(me, 'tasks', row, 0)

describe('rows, columns and tables', () => {
  test('[TXT-360] a row that is put is one change with all words in it, and so is one that goes, one that moves, and a table; words in a cell are changes of their own', () => {
    expect(
      toldOf((me) => {
        addTo(me.doc, 'rows', 'tasks', 'new', 1)
        type(task(me, 1), 0, 'Publish')
        type(cellAt(me, 'tasks', 1, 1), 0, 'the office')
        type(task(me, 0), 1 + 'Report '.length, 'half')
      }),
    ).toEqual(['+row of tasks … +¶Publish … +¶the office', '-yearly +halfyearly'])
    const removed = done((me) => setRemoved(me.doc, 'rows', 'r1'))
    expect(told(removed.changes)).toEqual(['-row of tasks'])
    expect(removed.changes.map((change) => [...kindsOf(change)])).toEqual([['remove row']])
    expect(removed.changes.flatMap((change) => piecesOf(removed, change))).toEqual([
      [{ kind: 'deleted', words: 'Report yearly' }],
    ])
    expect(distanceOf(removed)).toMatchObject({ inserted: 0, deleted: 2 })
    expect(toldOf((me) => moveTo(me.doc, 'rows', 'r1', 2))).toEqual(['~row of tasks'])
    expect(
      toldOf((me) => {
        type(task(me, 0), 1, 'x ')
        setRemoved(me.doc, 'rows', 'r1')
      }),
    ).toEqual(['-row of tasks … +x '])
  })

  test('[TXT-361] a table that is put or goes is one change, its rows, columns and words with it; rows put and removed again, and what stands in no table, are none', () => {
    const put = done((me) => {
      insertTable(me.draft, placeOf(me, 'First'), emptyTable(2, 2))
      const id = tableIn(me)
      type(cellAt(me, id, 0, 0), 0, 'x')
    })
    expect(put.changes).toHaveLength(1)
    expect([...kindsOf(put.changes[0]!)]).toEqual(
      expect.arrayContaining(['put table', 'put row', 'put column']),
    )
    const gone = done((me) => {
      const id = tableIn(me)
      type(cellAt(me, id, 0, 0), 1, 'y ')
      removeTable(me.draft, id)
    })
    expect(gone.changes).toHaveLength(1)
    expect(distanceOf(gone)).toMatchObject({ inserted: 0, deleted: 6 })
    expect(
      toldOf((me) => {
        setHeading(me.doc, 'columns', gridsOf(me.doc)(tableIn(me)).columns[0]?.id ?? '')
        addTo(me.doc, 'columns', tableIn(me), 'column', 0)
      }).map((each) => each.slice(0, 7)),
    ).toEqual(['~column', '+column'])
    expect(
      toldOf((me) => {
        const { undo } = undoing(me)
        me.doc.transact(() => {
          addTo(me.doc, 'rows', 'tasks', 'new', 0)
          type(task(me, 0), 0, 'x')
          setRemoved(me.doc, 'rows', 'r2')
        })
        undo.undo()
        addTo(me.doc, 'rows', 'tasks', 'other', 0)
        type(task(me, 0), 0, 'x')
        setRemoved(me.doc, 'rows', 'other')
      }),
    ).toEqual([])
  })

  test('[TXT-362] who removes a row competes with whoever changes words in it or moves it, and with nobody else', () => {
    const [removes, writes, moves, elsewhere, other] = [
      done((me) => setRemoved(me.doc, 'rows', 'r1')),
      done((me) => remove(task(me, 0), 1, 3)),
      done((me) => moveTo(me.doc, 'rows', 'r1', 2)),
      done((me) => type(task(me, 1), 1, 'x')),
      done((me) => type(cellAt(me, 'tasks', 0, 2), 0, 'by post')),
    ]
    expect(competes(removes, writes)).toBe(true)
    expect(competes(writes, removes)).toBe(true)
    expect(competes(removes, moves)).toBe(true)
    expect(competes(removes, other)).toBe(true)
    expect(competes(removes, elsewhere)).toBe(false)
    expect(competes(writes, moves)).toBe(false)
    expect(competes(writes, other)).toBe(false)
    const [table, cell] = [
      done((me) => removeTable(me.draft, tableIn(me))),
      done((me) => type(cellAt(me, tableIn(me), 1, 1), 1, 'x')),
    ]
    expect(competes(table, cell)).toBe(true)
    expect(competes(table, writes)).toBe(false)
  })

  test('[TXT-369] a moment reads as it was, however often a key was said anew since: rows that are moved and headings that are set, again and again, back to what they were, are no change', () => {
    const [one] = replicasOfText(text, [5], { gc: false })
    if (!one) throw new Error()
    const level = (each: 1 | 2 | 3) =>
      restyle(one.draft, placeOf(one, 'First'), { kind: 'heading', level: each })
    setHeading(one.doc, 'rows', 'r1')
    level(1)
    for (const each of [true, false, true, false, true]) setHeading(one.doc, 'rows', 'r1', each)
    for (const each of [2, 3, 1] as const) level(each)
    const then = Y.snapshot(one.doc)
    for (const each of [false, true, false, true]) setHeading(one.doc, 'rows', 'r1', each)
    for (const each of [2, 3, 1] as const) level(each)
    // Another page reads what was deleted in a row as one.
    const changes = () => {
      const [other] = replicasOfText(text, [6], { gc: false })
      if (!other) throw new Error()
      deliver(one, other)
      return told(changesSince(other.doc, then).changes)
    }
    expect(changes()).toEqual([])
    setHeading(one.doc, 'rows', 'r1', false)
    level(2)
    expect(changes()).toEqual([
      'looks {"kind":"heading","level":1} to {"kind":"heading","level":2}',
      '~row of tasks',
    ])
  })
})
