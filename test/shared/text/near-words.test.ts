/** What stands around a change on its card. */
import { expect, test } from 'vitest'
import { nearPieces } from '#shared/text/near-words'

test('[TXT-113] on a card a change keeps the words near it, whole, and leaves out what is far', () => {
  const far =
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'
  const shown = nearPieces([
    { kind: 'unchanged', words: `${far} ` },
    { kind: 'deleted', words: 'struck' },
    { kind: 'unchanged', words: ` ${far} ${far} ` },
    { kind: 'inserted', words: 'put' },
    { kind: 'unchanged', words: ` ${far}` },
  ])
  expect(shown.map(({ words }) => words)).toEqual([
    '… eight nine ten eleven twelve thirteen fourteen fifteen ',
    'struck',
    ' one two three four five six seven eight nine ten eleven … eight nine ten eleven twelve thirteen fourteen fifteen ',
    'put',
    ' one two three four five six seven eight nine ten eleven …',
  ])
  const few = [
    { kind: 'unchanged', words: 'Reports ' },
    { kind: 'inserted', words: 'twice ' },
    { kind: 'unchanged', words: 'a year.' },
  ] as const
  expect(nearPieces(few)).toEqual(few)
  const form = [{ kind: 'unchanged', words: far }] as const
  expect(nearPieces(form)).toEqual(form)
})
