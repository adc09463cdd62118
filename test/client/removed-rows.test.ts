/** Words typed in a row that somebody else takes out. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type } from '#shared/flow/acts'
import { flowOf } from '#shared/flow/flow-doc'
import { setRemoved } from '#shared/flow/table-acts'
import { watchRemovedRows } from '../../client/live/removed-rows.ts'
import { replicasOfText, tasksOf } from '../support/flow-tables.ts'

test('[UI-403] who typed in a row gets their words back when somebody else takes it out, also when they hear of it later; who only reads it, or takes it out themselves, does not', () => {
  const [mine, others] = replicasOfText({ tasks: tasksOf('Report', 'Review') }, [5, 6])
  if (!mine || !others) throw new Error()
  const told: string[][] = []
  watchRemovedRows(
    mine.doc,
    () => false,
    (cell, words) => told.push([cell, words]),
  )
  const cell = flowOf(mine.doc, 'cell/r1/what')
  type({ flow: cell, newBlockId: () => 'n' }, cell.length - 1, ' yearly')
  setRemoved(others.doc, 'rows', 'r1')
  setRemoved(others.doc, 'rows', 'r2')
  Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(others.doc))
  expect(told).toEqual([['cell/r1/what', 'Report yearly']])
  setRemoved(mine.doc, 'rows', 'r1', false)
  type({ flow: cell, newBlockId: () => 'n' }, cell.length - 1, '!')
  setRemoved(mine.doc, 'rows', 'r1')
  expect(told).toHaveLength(1)
})
