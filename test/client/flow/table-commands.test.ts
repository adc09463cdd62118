// @vitest-environment jsdom
/** What the menu of a table does, while another types in the row and column that it is done with. */
import { afterEach, describe, expect, test } from 'vitest'
import { flowOf } from '#shared/flow/flow-doc'
import { readLine } from '#shared/flow/read-text'
import { flatInlines } from '#shared/text/flat-words'
import { placeOf } from '../../../client/flow/selected-place.ts'
import {
  actOnTable,
  entriesAround,
  type TableAct,
  takeOutTable,
} from '../../../client/flow/table-commands.ts'
import { watchRemovedRows } from '../../../client/live/removed-rows.ts'
import { deliverAll } from '../../support/flow-replicas.ts'
import { tablesRead } from '../../support/flow-tables.ts'
import { type Desk, endDesks } from './desk.ts'
import { cellNamed, goInto, twoDesks, write } from './table-desks.ts'

afterEach(endDesks)

/** Does something from a cell; gives back where one goes on. */
function actFrom(desk: Desk, cell: string, axis: 'rows' | 'columns', what: TableAct) {
  desk.wait()
  const flow = flowOf(desk.doc, cell)
  const place = placeOf(desk.editor.state, desk.draft.flow)
  return actOnTable({ ...desk.draft, flow }, desk.undo, place, axis, what)
}

describe('the menu of a table', () => {
  test('[UI-540] a row is put above or below, a column before or behind, and one goes on in its cell; from what is deleted one goes on beside it', () => {
    const [a] = twoDesks()
    const brazil = cellNamed(a, 1, 0)
    const above = actFrom(a, brazil, 'rows', 'add before')
    expect(above).toBe(cellNamed(a, 1, 0))
    expect(actFrom(a, brazil, 'rows', 'add')).toBe(cellNamed(a, 3, 0))
    expect(actFrom(a, brazil, 'columns', 'add before')).toBe(cellNamed(a, 2, 0))
    expect(actFrom(a, brazil, 'columns', 'add')).toBe(cellNamed(a, 2, 2))
    expect(tablesRead(a)[0]).toEqual([
      ['', 'Country', '', 'Share'],
      ['', '', '', ''],
      ['', 'Brazil', '', '3'],
      ['', '', '', ''],
    ])
    expect(actFrom(a, brazil, 'rows', 'move back')).toBe(brazil)
    expect(tablesRead(a)[0]?.[1]?.[1]).toBe('Brazil')
    const last = cellNamed(a, 3, 1)
    expect(actFrom(a, last, 'rows', 'remove'), 'of the last row, the one before').toBe(
      cellNamed(a, 2, 1),
    )
    expect(actFrom(a, cellNamed(a, 0, 0), 'columns', 'remove')).toBe(cellNamed(a, 0, 0))
    expect(tablesRead(a)[0]?.[0]).toEqual(['Country', '', 'Share'])
    const flow = flowOf(a.doc, brazil)
    expect(entriesAround(flow)).toEqual({
      rows: {
        isFirst: false,
        isLast: false,
        isHeading: false,
        isMergedBefore: false,
        isMergedBehind: false,
      },
      columns: {
        isFirst: true,
        isLast: false,
        isHeading: false,
        isMergedBefore: false,
        isMergedBehind: false,
      },
    })
    expect(entriesAround(a.draft.flow), 'the words are no table').toBeUndefined()
    const place = placeOf(a.editor.state, a.draft.flow)
    expect(takeOutTable({ ...a.draft, flow }, a.undo, place)).toBe('flow')
  })

  const acts = [
    ['rows', 'add before'],
    ['rows', 'add'],
    ['columns', 'add before'],
    ['columns', 'add'],
    ['rows', 'move back'],
    ['rows', 'heading'],
    ['columns', 'heading'],
    ['rows', 'remove'],
    ['columns', 'remove'],
  ] as const
  test('[SYNC-435] whatever the menu does with a row or column, what another types in it meanwhile stays in its cell; where the cell is deleted it is given back, and stands there again when that is undone', () => {
    for (const [axis, what] of acts) {
      const [a, b] = twoDesks()
      const [brazil, told] = [cellNamed(a, 1, 0), new Map<string, string>()]
      watchRemovedRows(
        b.doc,
        () => true,
        (cell, words) => told.set(cell, words),
      )
      write(goInto(b, 1, 0), ' TYPED')
      actFrom(a, brazil, axis, what)
      deliverAll([a, b])
      const name = `${axis}: ${what}`
      expect(tablesRead(b), name).toEqual(tablesRead(a))
      expect(flatInlines(readLine(a.doc, brazil)), name).toBe('Brazil TYPED')
      const stands = tablesRead(a).flat(2).includes('Brazil TYPED')
      expect(stands, name).toBe(what !== 'remove')
      expect([...told], name).toEqual(what === 'remove' ? [[brazil, 'Brazil TYPED']] : [])
      a.undo.undo()
      deliverAll([a, b])
      expect(tablesRead(b)[0], name).toEqual([
        ['Country', 'Share'],
        ['Brazil TYPED', '3'],
      ])
      endDesks()
    }
  })
})
