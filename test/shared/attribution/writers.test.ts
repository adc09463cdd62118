/** Whose the words of a range of the flat text are. */
import { expect, test } from 'vitest'
import { writersIn } from '#shared/attribution/writers'
import { keepCopies } from '#shared/copies/doc-copies'
import { join, remove, restyle, split, type } from '#shared/flow/acts'
import { readText } from '#shared/flow/read-text'
import { flatWords } from '#shared/text/flat-words'
import { deliverAll, placeOf, type Replica, replicasOf } from '../../support/flow-replicas.ts'
import { undoing } from '../../support/flow-undo.ts'

const members = new Map([
  [1, 'Chair'],
  [5, 'Portugal'],
  [6, 'Brazil'],
])
const authorOf = ({ client, text }: { client: number; text?: string | undefined }) =>
  text === undefined ? (members.get(client) ?? null) : `${members.get(client)} in ${text}`
/** The writers of words that stand in the flat text once. */
function writersOf({ doc }: Replica, words: string): string[] {
  const start = flatWords(readText(doc).words).indexOf(words)
  return writersIn(doc, { start, end: start + words.length }, authorOf)
}

test('[CHAIR-26] whose the words of a range are is told by who wrote them, also after somebody else has split, joined, listed, deleted and undone around and in them', () => {
  const [one, two] = replicasOf(['The chair wrote this.', ''], [5, 6])
  if (!one || !two) throw new Error()
  const own = undoing(two)
  let caret = one.draft.flow.length - 1
  for (const letter of 'Portugal asks for more money.') caret = type(one.draft, caret, letter)
  deliverAll([one, two])
  expect(writersOf(two, 'asks for more')).toEqual(['Portugal'])
  split(two.draft, placeOf(two, 'for more'))
  restyle(two.draft, placeOf(two, 'for more'), { list: 'bullet', depth: 1 })
  type(two.draft, placeOf(two, 'money'), 'public ')
  own.wait()
  const at = placeOf(two, 'more')
  remove(two.draft, at, at + 4)
  own.wait()
  own.undo.undo()
  deliverAll([one, two])
  for (const each of [one, two]) {
    expect(writersOf(each, 'for more')).toEqual(['Portugal'])
    expect(writersOf(each, 'asks \nfor more public money')).toEqual(['Portugal', 'Brazil'])
    expect(writersOf(each, 'this.\nPortugal')).toEqual(['Chair', 'Portugal'])
    expect(writersOf(each, 'public')).toEqual(['Brazil'])
  }
  join(two.draft, placeOf(two, 'for more'))
  expect(writersOf(two, 'asks for more')).toEqual(['Portugal'])
})

test('[TXT-447] words that were pasted from another text are whose they are there, and of whoever put them here', () => {
  const [one] = replicasOf(['Words.'], [6])
  if (!one) throw new Error()
  const clock = one.doc.store.clients.get(6)?.length ?? 0
  type(one.draft, placeOf(one, 'Words.') + 6, ' Pasted.')
  keepCopies(one.doc, [
    {
      copy: { client: 6, clock },
      original: { client: 5, clock: 40, text: 't_2' },
      length: 8,
      by: 'member',
    },
  ])
  expect(writersOf(one, 'Pasted')).toEqual(['Portugal in t_2', 'Brazil'])
})
