/** Plain texts of before and after, as the record keeps them. */
import { expect, test } from 'vitest'
import { plainChanges } from '#shared/text/plain-changes'

const signs = { unchanged: '', inserted: '+', deleted: '-' }
const told = (before: string, after: string): string[] =>
  plainChanges(before, after).map((pieces) =>
    pieces
      .map(({ kind, words }) => (kind === 'unchanged' ? words : `[${signs[kind]}${words}]`))
      .join(''),
  )

test('[TXT-444] in what the record says of before and after, a paragraph that was split or joined reads as that, and not as words struck and put', () => {
  const sentence = 'The budget is published by the office each year.'
  expect(told(sentence, sentence.replace('is ', 'is\n'))).toEqual([
    'The budget is [+¶]published by the office each year.',
  ])
  const two = 'The budget is published.\nIt is audited each year.'
  expect(told(two, two.replace('\n', ' '))).toEqual([
    'The budget is published.[-¶] It is audited each year.',
  ])
  const other = sentence.replace('is ', 'is\n').replace('office', 'Secretariat')
  expect(told(sentence, other)).toEqual([
    'The budget is [+¶]published by the [-office][+Secretariat] each year.',
  ])
  expect(told(two, 'Nobody pays for it any more.\nThe budget is published.')).toEqual([
    '[+Nobody pays for it any more.]',
    '[-It is audited each year.]',
  ])
  expect(told(two, two)).toEqual([])
})
