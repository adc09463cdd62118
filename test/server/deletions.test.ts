/** What was deleted of a text lately and by whom, as the server tells it, and words that somebody else puts back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deletedPassages, putBack } from '#shared/compare/deleted-words'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { Problem } from '#shared/protocol/api'
import { TextDeletions } from '#shared/protocol/deletions'
import { removeWords, typeBehind } from '../support/flow-edits.ts'
import { type ManualClock, manualClock } from '../support/manual-clock.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { wordsBySeat } from '../support/written-by.ts'

let room: Served
let clock: ManualClock
beforeAll(async () => {
  clock = manualClock()
  room = await startServed(undefined, {}, clock)
})
afterAll(async () => room.close())

const minutes = 60_000
const ask = async (seat: string) =>
  fetch(`${room.url}/api/texts/${room.textId}/deletions`, { headers: room.as(seat) })
const told = async (seat = 'India') => TextDeletions.parse(await (await ask(seat)).json())
let made = 0
const page = () => newFlowDoc(1_000_000 + 17 * (made += 1), { gc: false })

test('[API-120] whoever may read a text is told who deleted which letters in the last 24 hours, and when, but for what its author soon thought better of; also after a restart', async () => {
  const [brazil, india] = [
    room.provider('Brazil', { doc: page() }),
    room.provider('India', { doc: page() }),
  ]
  await until('synced', () => brazil.synced && india.synced)
  typeParagraph(brazil.doc, 'Parties shall report each year.')
  await until('heard', () => wordsOf(india.doc).includes('each year.'))
  // A slip of the pen is told to nobody.
  typeBehind(brazil.doc, ' Slip.', 'each year.')
  removeWords(brazil.doc, ' Slip.')
  await until('heard', () => wordsOf(india.doc).endsWith('each year.'))
  clock.advance(10 * minutes)
  removeWords(india.doc, 'shall ')
  await until('heard', () => !wordsOf(brazil.doc).includes('shall'))
  clock.advance(10 * minutes)
  removeWords(brazil.doc, ' each year')
  await until('heard', () => !wordsOf(india.doc).includes('each'))

  const passages = async () =>
    deletedPassages(india.doc, (await told()).deletions).map(({ words, memberId, at }) => [
      words,
      Object.keys(room.members).find((seat) => room.members[seat] === memberId),
      Date.parse(at) - clock.now().getTime(),
    ])
  const both = [
    ['shall ', 'India', -10 * minutes],
    [' each year', 'Brazil', 0],
  ]
  expect(await passages()).toEqual(both)
  await room.restart()
  await until('back', () => brazil.wsconnected && india.wsconnected)
  expect(await passages()).toEqual(both)

  const signedOut = await fetch(`${room.url}/api/texts/${room.textId}/deletions`)
  expect(Problem.parse(await signedOut.json()).code).toBe('signed-out')
  clock.advance(26 * 60 * minutes)
  expect(await passages()).toEqual([])
  for (const provider of [brazil, india]) provider.destroy()
})

test('[SYNC-445] words that somebody else puts back are let in as their author’s, once though two do it unseen by each other, with what a third typed there', async () => {
  const providers = ['Brazil', 'India', 'Chair'].map((seat) => room.provider(seat, { doc: page() }))
  const [brazil, india, chair] = providers
  if (!brazil || !india || !chair) throw new Error()
  await until('synced', () => providers.every(({ synced }) => synced))
  typeParagraph(brazil.doc, 'The fund shall be voluntary.')
  await until('heard', () => wordsOf(india.doc).includes('voluntary.'))
  clock.advance(10 * minutes)
  removeWords(india.doc, 'shall be voluntary')
  await until('heard', () => wordsOf(brazil.doc).endsWith('The fund .'))
  const { deletions } = await told()
  for (const provider of [brazil, chair]) provider.disconnect()
  typeBehind(india.doc, 'is small', 'The fund ')
  for (const { doc } of [brazil, chair])
    for (const { ids } of deletedPassages(doc, deletions)) putBack(doc, ids)
  for (const provider of [brazil, chair]) provider.connect()
  const whole = /The fund (is smallshall be voluntary|shall be voluntaryis small)\.$/
  await until('one', () => providers.every(({ doc }) => whole.test(wordsOf(doc))))
  const letters = async () =>
    (await wordsBySeat(room, india.doc, room.textId, 'Chair'))
      .filter(([words]) => /shall|volun/.test(words))
      .map(([words, seat]) => `${seat}: ${words}`)
      .join()
  await until('whose', async () => /^Brazil: .*shall be voluntary/.test(await letters()))
  for (const provider of providers) provider.destroy()
})
