/** What is in each place of a table whose cells take several columns and rows. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostColumns, slotsOf } from '#shared/text/cell-slots'

const cell = (name: string, columnSpan?: number, rowSpan?: number) => ({
  name,
  columnSpan,
  rowSpan,
})
const shown = (rows: Parameters<typeof slotsOf<ReturnType<typeof cell>>>[0]): string[] =>
  slotsOf(rows).map((row) =>
    row.map((slot) => (slot ? (slot.is === 'cell' ? slot.cell.name : '.') : '?')).join(''),
  )

test('[TXT-483] cells of HTML stand in the places that browsers give them; one ends where another is in its way, with the table, and after a hundred columns, and each place is looked at once', () => {
  expect(shown([[cell('a', 1, 2), cell('b')], [cell('c')]])).toEqual(['ab', '.c'])
  expect(shown([[cell('a', 2), cell('b')], [cell('c', 1, 9)]])).toEqual(['a.b', 'c'])
  expect(shown([[cell('a'), cell('b', 1, 2)], [cell('c', 3)]])).toEqual(['ab', 'c.'])
  expect(shown([[cell('a'), cell('b', 1, 2)], []])).toEqual(['ab', '?.'])
  expect(shown([[cell('a', 200_000_000, 2), cell('b')], [cell('c')]])[0]).toHaveLength(
    mostColumns + 1,
  )
  const begin = performance.now()
  const many = Array.from({ length: 1000 }, () =>
    Array.from({ length: 5 }, () => cell('x', 2e8, 2e8)),
  )
  expect(slotsOf(many)).toHaveLength(1000)
  expect(performance.now() - begin).toBeLessThan(5000)
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(fc.integer(), fc.integer()), { maxLength: 6 }), { maxLength: 6 }),
      (rows) => {
        const cells = rows.map((row) => row.map(([wide, high]) => cell('x', wide, high)))
        const all = slotsOf(cells).flat()
        const begun = all.flatMap((slot) => (slot?.is === 'cell' ? [slot.cell] : []))
        expect(begun).toEqual(cells.flat())
        const area = all.reduce(
          (sum, slot) => sum + (slot?.is === 'cell' ? slot.columnSpan * slot.rowSpan : 0),
          0,
        )
        expect(all.filter((slot) => slot !== undefined)).toHaveLength(area)
      },
    ),
  )
})
