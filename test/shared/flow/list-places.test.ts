/** Where blocks stand in lists, and with which number. */
import { expect, test } from 'vitest'
import { listPlaces } from '#shared/flow/list-places'

test('[TXT-463] a list counts on from the last one of its style at its depth where it says so, whatever stands between them, and else from one', () => {
  const number = { list: 'number', depth: 1 } as const
  const letter = { list: 'letter', depth: 2 } as const
  const numbers = listPlaces([
    number,
    letter,
    letter,
    { kind: 'heading', level: 1 },
    { ...number, continues: true },
    { ...letter, continues: true },
    number,
    {},
    number,
    { ...number, label: '1 bis.' },
    { ...number, start: 9 },
    number,
  ]).map((place) => place.number)
  expect(numbers).toEqual([1, 1, 2, undefined, 2, 3, 3, undefined, 1, undefined, 9, 10])
})
