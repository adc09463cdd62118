/** What amendments strike and put in tasks and provisions. */
import { expect, test } from 'vitest'
import type { TextContent } from '#shared/domain/content'
import { rowPassagesBetween } from '#shared/text/cell-passages'
import { cellKey } from '#shared/text/content-rows'
import { emptyContent } from '#shared/text/empty-content'

/** A text whose tasks have these ids and say this in their first cell. */
const tasks = (...rows: readonly (readonly [string, string])[]): TextContent => ({
  ...emptyContent,
  tasks: rows.map(([rowId, words]) => ({
    rowId,
    what: words === '' ? [] : [{ type: 'words', words, marks: [] }],
    responsibleBody: [],
    implementation: [],
    timeline: [],
  })),
})

test('[TXT-101] what an amendment strikes and puts in a cell is found by row and field; cells that say the same are left out', () => {
  const { cells, put } = rowPassagesBetween(
    tasks(['a', 'Publish the report'], ['b', 'Train']),
    tasks(['b', 'Train'], ['a', 'Publish each report']),
  )
  expect([...cells]).toEqual([
    [
      cellKey('a', 'what'),
      {
        flat: 'Publish the report',
        passages: [{ start: 8, end: 11, put: 'each', as: 'words' }],
      },
    ],
  ])
  expect(put).toEqual([])
})

test('[TXT-102] a row that an amendment takes out has its words struck; one that it adds is told by itself, unless it is empty', () => {
  const { cells, put } = rowPassagesBetween(
    tasks(['a', 'Publish']),
    tasks(['n', 'Translate'], ['e', '']),
  )
  expect(cells.get(cellKey('a', 'what'))?.passages).toEqual([
    { start: 0, end: 7, put: '', as: 'words' },
  ])
  expect(put.map(({ rows, rowId }) => [rows, rowId])).toEqual([['tasks', 'n']])
})
