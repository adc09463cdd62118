/** What stands around a change on its card. */
import { expect, test } from 'vitest'
import { nearPieces } from '#shared/text/near-words'

test('[TXT-113] on a card a change keeps the words near it, whole, and leaves out what is far', () => {
  const far =
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'
  const shown = nearPieces([
    { kind: 'same', words: `${far} ` },
    { kind: 'deleted', words: 'struck' },
    { kind: 'same', words: ` ${far} ${far} ` },
    { kind: 'inserted', words: 'put' },
    { kind: 'same', words: ` ${far}` },
  ])
  expect(shown.map(({ words }) => words)).toEqual([
    '… eight nine ten eleven twelve thirteen fourteen fifteen ',
    'struck',
    ' one two three four five six seven eight nine ten eleven … eight nine ten eleven twelve thirteen fourteen fifteen ',
    'put',
    ' one two three four five six seven eight nine ten eleven …',
  ])
  const few = [
    { kind: 'same', words: 'Reports ' },
    { kind: 'inserted', words: 'twice ' },
    { kind: 'same', words: 'a year.' },
  ] as const
  expect(nearPieces(few)).toEqual(few)
  const form = [{ kind: 'same', words: far }] as const
  expect(nearPieces(form)).toEqual(form)
})
