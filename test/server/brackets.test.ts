/** Lifting brackets over HTTP: the words and the record change together. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { bracketsOf, countBrackets } from '#shared/brackets/brackets'
import { readText } from '#shared/flow/read-text'
import {
  BracketCounts,
  CommandAnswer,
  HistoryView,
  Problem,
  TextAuthors,
  TextView,
} from '#shared/protocol/api'
import { OwnBrackets } from '#shared/protocol/own-brackets'
import { flatWords } from '#shared/text/flat-words'
import { addBracket } from '../support/brackets.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const content = async () =>
  TextView.parse(
    await (
      await fetch(`${room.url}/api/texts/${room.textId}`, { headers: room.as('Chair') })
    ).json(),
  ).content
const lift = (seat: string, bracketId: string, how: string) =>
  room.command(seat, { type: 'lift-bracket', textId: room.textId, bracketId, how })
const codeOf = async (answer: Response) => Problem.parse(await answer.json()).code

test('[API-41] the chair lifts a bracket: the words change for everybody, the act is in the record, the words stay their author’s', async () => {
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  await until('synced', () => brazil.synced && india.synced)
  typeParagraph(brazil.doc, 'Pledges are published ')
  addBracket(brazil.doc, 'one', 'each quarter')
  typeParagraph(india.doc, 'Hosts agree ')
  addBracket(india.doc, 'two', 'in writing')
  await until('both are saved', async () => countBrackets(await content()) === 2)

  expect(await codeOf(await lift('Brazil', 'one', 'keep'))).toBe('role-may-not')
  expect(await codeOf(await lift('Chair', 'gone', 'keep'))).toBe('bracket-unknown')
  expect(await codeOf(await lift('Chair', 'one', 'choose'))).toBe('no-options')

  // India types on while the chair lifts: nothing of it is lost.
  const typing = Promise.all([lift('Chair', 'one', 'keep'), lift('Secretariat', 'two', 'drop')])
  typeParagraph(india.doc, 'Typed meanwhile.')
  const [kept, dropped] = await typing
  expect(CommandAnswer.parse(await kept.json()).events[0]?.event).toMatchObject({
    type: 'bracket-lifted',
    how: 'keep',
    sponsors: 'BR',
    before: '[BR: each quarter]',
    after: 'each quarter',
  })
  expect(dropped.status).toBe(200)
  await until('both have it', () =>
    [brazil, india].every(
      ({ doc }) => countBrackets(readText(doc)) === 0 && wordsOf(doc).includes('meanwhile'),
    ),
  )
  await until('saved', async () => flatWords((await content()).words).includes('meanwhile'))
  const words = flatWords((await content()).words)
  expect(words).toContain('Pledges are published each quarter')
  expect(words).not.toContain('in writing')
  expect(bracketsOf(await content())).toEqual([])

  const { authors } = TextAuthors.parse(
    await (
      await fetch(`${room.url}/api/texts/${room.textId}/authors`, { headers: room.as('Chair') })
    ).json(),
  )
  const authorOf = new Map(authors.map(({ clientId, memberId }) => [clientId, memberId]))
  const writers = new Set<number>()
  for (const client of Y.decodeStateVector(Y.encodeStateVector(brazil.doc)).keys())
    writers.add(client)
  for (const client of writers) expect(authorOf.has(client)).toBe(true)
  expect(authorOf.get(brazil.doc.clientID)).toBe(room.members['Brazil'])

  const { events } = HistoryView.parse(
    await (
      await fetch(`${room.url}/api/groups/${room.groupId}/record/history`, {
        headers: room.as('India'),
      })
    ).json(),
  )
  expect(events.filter(({ event }) => event.type === 'bracket-lifted')).toHaveLength(2)
  for (const provider of [brazil, india]) provider.destroy()
})

test('[API-42] no bracket of a frozen text is lifted; the chair also lifts where only the secretariat types', async () => {
  const brazil = room.provider('Brazil')
  await until('synced', () => brazil.synced)
  typeParagraph(brazil.doc, 'Reports go out ')
  addBracket(brazil.doc, 'three', 'yearly')
  await until('saved', async () => countBrackets(await content()) === 1)
  const mode = (wanted: string) =>
    room.command('Chair', { type: 'set-drafting-mode', textId: room.textId, mode: wanted })
  await mode('frozen')
  expect(await codeOf(await lift('Chair', 'three', 'keep'))).toBe('text-frozen')
  await mode('amendments')
  expect((await lift('Chair', 'three', 'keep')).status).toBe(200)
  expect(flatWords((await content()).words)).toContain('Reports go out yearly')
  await mode('open')
  brazil.destroy()
})

test('[API-121] what a bracket is for is said by a delegation that wants it: in the text, in its own list and in the record, for everybody, until it is taken back', async () => {
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  await until('synced', () => brazil.synced && india.synced)
  typeParagraph(brazil.doc, 'Reports are sent ')
  addBracket(brazil.doc, 'why', 'by post')
  await until('saved', async () => countBrackets(await content()) === 1)
  const state = (seat: string, reason: string) =>
    room.command(seat, {
      type: 'state-bracket-reason',
      textId: room.textId,
      bracketId: 'why',
      reason,
    })
  expect(await codeOf(await state('India', 'Post is slow.'))).toBe('not-its-sponsor')
  expect(await codeOf(await state('Brazil', 'x'.repeat(201)))).toBe('malformed-command')
  const stated = CommandAnswer.parse(await (await state('Brazil', 'No network there.')).json())
  expect(stated.events[0]?.event).toMatchObject({
    type: 'bracket-reason-stated',
    sponsors: 'BR',
    words: 'by post',
    reason: 'No network there.',
  })
  const reasonIn = async () => bracketsOf(await content())[0]?.reason
  expect(await reasonIn()).toBe('No network there.')
  await until('heard', () => bracketsOf(readText(india.doc))[0]?.reason === 'No network there.')
  const own = await fetch(`${room.url}/api/groups/${room.groupId}/own-brackets`, {
    headers: room.as('Brazil'),
  })
  const { brackets } = OwnBrackets.parse(await own.json())
  expect(brackets.find(({ bracketId }) => bracketId === 'why')?.reason).toBe('No network there.')
  expect((await state('Chair', '')).status).toBe(200)
  expect(await reasonIn()).toBe('')
  expect((await lift('Chair', 'why', 'keep')).status).toBe(200)
  for (const provider of [brazil, india]) provider.destroy()
})

test('[API-43] each text’s brackets are counted, now and through the day, for those who may read it', async () => {
  const india = room.provider('India')
  await until('synced', () => india.synced)
  const counts = async (seat: string) =>
    BracketCounts.parse(
      await (
        await fetch(`${room.url}/api/groups/${room.groupId}/brackets`, { headers: room.as(seat) })
      ).json(),
    )
  const ours = async () =>
    (await counts('Remote')).texts.find(({ textId }) => textId === room.textId)
  expect(await ours()).toMatchObject({ now: 0, atOpening: 0 })
  typeParagraph(india.doc, 'Reports ')
  addBracket(india.doc, 'five', 'in English')
  await until('it is counted', async () => (await ours())?.now === 1)
  expect((await ours())?.atOpening).toBe(0)
  const day = await counts('Chair')
  expect(day.curve.at(-1)?.count).toBe(day.texts.reduce((sum, { now }) => sum + now, 0))
  expect(day.curve[0]?.count).toBe(day.texts.reduce((sum, { atOpening }) => sum + atOpening, 0))
  const [meeting] = room.served.installation.records.stateOf(room.groupId)?.meetings ?? []
  const before = (await counts('Chair')).openedAt
  await until('time goes on', () => new Date().toISOString() > (before ?? ''))
  await room.command('Chair', {
    type: 'schedule-meeting',
    meetingId: 'mt_second00',
    title: '2nd meeting',
    place: '',
    days: meeting?.days,
  })
  await room.command('Chair', { type: 'open-meeting-day', meetingId: 'mt_second00', dayIndex: 0 })
  expect(await ours()).toMatchObject({ now: 1, atOpening: 1 })
  expect((await counts('Chair')).openedAt).not.toBe(before)
  india.destroy()
})
