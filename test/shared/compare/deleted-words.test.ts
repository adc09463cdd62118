/** What somebody deleted, where it stood, and put back there: whose words they are, and what others typed at the place meanwhile. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import { authorRuns } from '#shared/attribution/authors'
import { deletedPassages, putBack } from '#shared/compare/deleted-words'
import { tableOf } from '#shared/copies/doc-copies'
import { MemberId, mintId } from '#shared/domain/ids'
import { bracket, liftBracket, mark, remove, split, type } from '#shared/flow/acts'
import { clientsOfSession } from '#shared/flow/flow-doc'
import type { DeletedLetters } from '#shared/protocol/deletions'
import { removeBlock, removeWords, replaceWords, typeBehind } from '../../support/flow-edits.ts'
import {
  blocksRead,
  deliver,
  deliverAll,
  lettersRead,
  placeOf,
  type Replica,
  replicasOf,
} from '../../support/flow-replicas.ts'

const memberId = mintId(MemberId, 'm', new Uint8Array(32).fill(7))

/** Notes what is deleted on a replica, as the server tells it: all by one member, at times that the test sets. */
function noting({ doc }: Replica): { readonly told: DeletedLetters[]; at: string } {
  const noted = { told: [] as DeletedLetters[], at: '2026-03-01T10:00:00.000Z' }
  doc.on('afterTransaction', ({ deleteSet }: Y.Transaction) => {
    for (const [clientId, ranges] of deleteSet.clients)
      for (const { clock, len } of ranges)
        noted.told.push({ clientId, clock, length: len, memberId, at: noted.at })
  })
  return noted
}

function pages(paragraphs: readonly string[], count = 2): Replica[] {
  return replicasOf(paragraphs, [11, 12, 13].slice(0, count), { gc: false })
}
const one = (paragraphs: readonly string[]): Replica => {
  const [replica] = pages(paragraphs, 1)
  if (!replica) throw new Error()
  return replica
}
const passagesOf = ({ doc }: Replica, told: readonly DeletedLetters[]) => deletedPassages(doc, told)

test('[TXT-560] deleted words are told where they stood, those deleted together as one passage, and none that stand again or elsewhere', () => {
  const page = one(['The fund shall be voluntary.', 'Second.'])
  const noted = noting(page)
  removeWords(page.doc, 'shall ')
  removeWords(page.doc, 'be ')
  noted.at = '2026-03-01T11:00:00.000Z'
  removeWords(page.doc, 'voluntary')
  const told = () => passagesOf(page, noted.told).map(({ words, index, at }) => [words, index, at])
  const early = ['shall be ', placeOf(page, '.'), '2026-03-01T10:00:00.000Z']
  const late = ['voluntary', placeOf(page, '.'), '2026-03-01T11:00:00.000Z']
  expect(told()).toEqual([early, late])

  const [passage] = passagesOf(page, noted.told)
  putBack(page.doc, passage?.ids ?? [])
  expect(lettersRead(page)).toBe('The fund shall be .Second.')
  expect(told()).toEqual([['voluntary', placeOf(page, 'be .') + 3, late[2]]])

  // Deleted once more they are told once, with the later deletion.
  removeWords(page.doc, 'shall be ')
  expect(told().map(([words]) => words)).toEqual(['shall be voluntary'])
})

test('[TXT-561] words that are put back are their author’s, as they looked, with what others typed at their place meanwhile', () => {
  const [brazil, kenya] = pages(['The fund.'])
  if (!brazil || !kenya) throw new Error()
  const noted = noting(brazil)
  typeBehind(kenya.doc, ' shall be voluntary', 'fund')
  const at = placeOf(kenya, 'shall')
  mark(kenya.draft, at, at + 5, 'bold', true)
  deliverAll([brazil, kenya])
  const before = JSON.stringify(brazil.draft.flow.toDelta())
  removeWords(brazil.doc, ' shall be voluntary')
  typeBehind(kenya.doc, ' really', 'shall')
  deliverAll([brazil, kenya])
  expect(lettersRead(brazil)).toBe('The fund really.')
  const [passage, ...others] = passagesOf(brazil, noted.told)
  expect([passage?.words, ...others.map(({ words }) => words)]).toEqual([' shall', ' be voluntary'])
  for (const { ids } of passagesOf(brazil, noted.told)) putBack(brazil.doc, ids)
  expect(lettersRead(brazil)).toBe('The fund shall really be voluntary.')
  removeWords(brazil.doc, ' really')
  expect(JSON.stringify(brazil.draft.flow.toDelta())).toBe(before)
  const kenyas = clientsOfSession(12)
  const own = authorRuns(brazil.draft.flow, tableOf(brazil.doc), ({ client }) => client)
    .filter(({ author }) => author !== null && kenyas.includes(author))
    .reduce((letters, { start, end }) => letters + end - start, 0)
  expect(own).toBe(' shall be voluntary'.length)
  deliver(brazil, kenya)
  expect(lettersRead(kenya)).toBe(lettersRead(brazil))
})

test('[TXT-562] a paragraph that is put back is the same block between its neighbours, and so is a break that somebody took out', () => {
  const page = one(['First.', 'Second.', 'Third.'])
  const noted = noting(page)
  removeBlock(page.doc, 1)
  expect(blocksRead(page)).toEqual(['p1:First.', 'p3:Third.'])
  const [whole] = passagesOf(page, noted.told)
  expect(whole?.words).toBe('¶Second.')
  putBack(page.doc, whole?.ids ?? [])
  expect(blocksRead(page)).toEqual(['p1:First.', 'p2:Second.', 'p3:Third.'])

  // A paragraph without words is nothing to bring back.
  split(page.draft, placeOf(page, 'Third.') + 6)
  removeBlock(page.doc, 3)
  expect(passagesOf(page, noted.told)).toEqual([])

  const from = placeOf(page, 'First.') + 6
  remove(page.draft, from, placeOf(page, 'Second.'))
  expect(blocksRead(page)).toEqual(['p1:First.Second.', 'p3:Third.'])
  const [joined] = passagesOf(page, noted.told)
  expect(joined?.words).toBe('¶')
  putBack(page.doc, joined?.ids ?? [])
  expect(blocksRead(page)).toEqual(['p1:First.', 'p2:Second.', 'p3:Third.'])
})

test('[TXT-563] what is lifted is not told as deleted, and a bracket comes back whole with its words or not at all', () => {
  const page = one(['The fund shall be voluntary.'])
  const noted = noting(page)
  const at = placeOf(page, 'shall')
  bracket(page.draft, at, at + 5, 'b1')
  liftBracket(page.draft, 'b1')
  expect(passagesOf(page, noted.told)).toEqual([])

  noted.at = '2026-03-01T10:00:01.000Z'
  bracket(page.draft, at, at + 5, 'b2')
  remove(page.draft, at, at + 'shall'.length + 2)
  const [whole] = passagesOf(page, noted.told)
  expect(whole?.words).toBe('[shall]')
  putBack(page.doc, whole?.ids ?? [])
  expect(JSON.stringify(page.draft.flow.toDelta())).toContain('{"insert":{"open":"b2"}}')

  // Only its beginning is deleted, then it is lifted: the words come back without the edge.
  remove(page.draft, at, at + 3)
  liftBracket(page.draft, 'b2')
  const [half] = passagesOf(page, noted.told)
  expect(half?.words).toBe('sh')
})

test('[TXT-564] whatever others type, split and replace at the place, words that are put back stand in their order, once, and all read the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 2, max: 12 }),
      fc.array(fc.record({ kind: fc.constantFrom('type', 'split', 'replace'), at: fc.nat(20) }), {
        maxLength: 4,
      }),
      (from, length, acts) => {
        const words = 'one two three four five six'
        const [brazil, kenya] = pages([words, 'next'])
        if (!brazil || !kenya) throw new Error()
        const noted = noting(brazil)
        const start = placeOf(brazil, words) + from
        const gone = words.slice(from, from + length)
        remove(brazil.draft, start, start + gone.length)
        for (const { kind, at } of acts) {
          const place = 1 + at
          if (kind === 'split') split(kenya.draft, place)
          else if (kind === 'type' || !lettersRead(kenya).includes('next'))
            type(kenya.draft, place, 'X')
          else replaceWords(kenya.doc, 'next', 'Y')
        }
        deliverAll([brazil, kenya])
        for (const { ids } of passagesOf(brazil, noted.told)) putBack(brazil.doc, ids)
        deliverAll([brazil, kenya])
        expect(lettersRead(kenya)).toBe(lettersRead(brazil))
        // A blank that was deleted by itself is no word: nobody is told of it.
        expect(lettersRead(brazil).replaceAll(/[XY ]/g, '')).toContain(words.replaceAll(' ', ''))
        // Whoever does it once more changes nothing.
        for (const { ids } of passagesOf(kenya, noted.told)) putBack(kenya.doc, ids)
        expect(lettersRead(kenya)).toBe(lettersRead(brazil))
      },
    ),
  )
})
