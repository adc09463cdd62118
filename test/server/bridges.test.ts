/** Bridging proposals over HTTP, and what the silence procedure locks. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CommandAnswer, Problem, RecordView, TextAuthors, TextView } from '#shared/protocol/api'
import { frame } from '#shared/protocol/frames'
import { flatWords } from '#shared/text/flat-words'
import { addBracket } from '../support/brackets.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'

let room: Served
beforeAll(async () => {
  room = await startServed()
})
afterAll(async () => room.close())

const words = async () =>
  flatWords(
    TextView.parse(
      await (
        await fetch(`${room.url}/api/texts/${room.textId}`, { headers: room.as('Chair') })
      ).json(),
    ).content.words,
  )
const recordNow = async () =>
  RecordView.parse(
    await (
      await fetch(`${room.url}/api/groups/${room.groupId}/record`, { headers: room.as('Remote') })
    ).json(),
  ).state
const bridge = (name: string, quote: string, more: object = {}) => ({
  type: 'put-bridge',
  bridgeId: `bg_${name.padEnd(8, '0')}`,
  textId: room.textId,
  blockId: null,
  reason: '',
  spans: [
    { from: 'text', textId: room.textId, quote, start: 0, words: quote },
    { from: 'own', words: 'by 1 March' },
  ],
  ...more,
})
const codeOf = async (answer: Response) => Problem.parse(await answer.json()).code

test('[API-61] a bridging proposal and its event are one write: the words reach everybody, each span with whose it is', async () => {
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  await until('synced', () => brazil.synced && india.synced)
  typeParagraph(brazil.doc, 'Pledges are published.')
  await until('saved', async () => (await words()).includes('published'))
  const putting = room.command('Chair', bridge('first', 'Pledges'))
  typeParagraph(india.doc, 'Typed meanwhile.')
  const { events } = CommandAnswer.parse(await (await putting).json())
  const state = await recordNow()
  const brazilId = state.delegations.find(({ code }) => code === 'BR')?.delegationId
  expect(events.map(({ event }) => event)).toMatchObject([
    {
      type: 'bridge-put',
      sponsors: 'Chair',
      words: 'Pledges by 1 March',
      spans: [{ from: 'text', quote: 'Pledges', delegationIds: [brazilId] }, { from: 'own' }],
    },
  ])
  await until('both have all', () =>
    [brazil, india].every(
      ({ doc }) =>
        wordsOf(doc).includes('Pledges by 1 March') && wordsOf(doc).includes('meanwhile'),
    ),
  )
  expect(await words()).toContain('[Pledges by 1 March]')
  expect(state.recommendations[room.recommendationId]?.bridges).toMatchObject([
    { bridgeId: 'bg_first000', by: room.members['Chair'] },
  ])
  const { authors } = TextAuthors.parse(
    await (
      await fetch(`${room.url}/api/texts/${room.textId}/authors`, { headers: room.as('Chair') })
    ).json(),
  )
  expect(authors.map(({ memberId }) => memberId)).toContain(room.members['Chair'])
  for (const provider of [brazil, india]) provider.destroy()
})

test('[API-62] a proposal whose words have gone, or by somebody else, is refused and leaves nothing', async () => {
  const before = await words()
  const { sequence } = await recordNow()
  const gone = await room.command('Chair', bridge('second', 'Nobody wrote this'))
  const problem = Problem.parse(await gone.json())
  expect([gone.status, problem.code]).toEqual([409, 'quote-not-there'])
  expect(problem.detail).toContain('Nobody wrote this')
  expect(await codeOf(await room.command('Brazil', bridge('third', 'Pledges')))).toBe(
    'role-may-not',
  )
  const bracketed = { spans: [{ from: 'own', words: 'in [brackets]' }] }
  expect(await codeOf(await room.command('Chair', bridge('fourth', 'Pledges', bracketed)))).toBe(
    'malformed-command',
  )
  expect(await words()).toBe(before)
  expect((await recordNow()).sequence).toBe(sequence)
})

test('[API-63] under silence no act changes the text: neither words, nor brackets, nor bridging, nor its title or mode', async () => {
  const brazil = room.provider('Brazil', { optIn: true })
  await until('synced', () => brazil.synced)
  const { recommendationId, textId } = room
  const lift = { type: 'lift-bracket', textId, bracketId: 'bg_first000', how: 'keep' }
  expect((await room.command('Chair', lift)).status).toBe(200)
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  const silence = { type: 'put-under-silence', recommendationIds: [recommendationId], until: soon }
  expect((await room.command('Chair', silence)).status).toBe(200)
  const before = await words()

  const acts = [
    ['Chair', lift, 'text-frozen'],
    ['Secretariat', lift, 'text-frozen'],
    ['Chair', bridge('fifth', 'Pledges'), 'under-silence'],
    ['Secretariat', { type: 'set-drafting-mode', textId, mode: 'amendments' }, 'under-silence'],
    [
      'Secretariat',
      { type: 'retitle-recommendation', recommendationId, title: 'B' },
      'under-silence',
    ],
    [
      'Chair',
      {
        type: 'resolve-recommendation',
        recommendationId,
        outcome: 'adopt-majority',
        alternativeTextId: null,
        note: '',
      },
      'under-silence',
    ],
  ] as const
  for (const [seat, command, refusal] of acts)
    expect([command.type, await codeOf(await room.command(seat, command))]).toEqual([
      command.type,
      refusal,
    ])
  // Words that are sent all the same are refused.
  for (const seat of ['Brazil', 'Secretariat']) {
    const writer = seat === 'Brazil' ? brazil : room.provider(seat, { optIn: true })
    let why = ''
    writer.messageHandlers[frame.saved] = () => undefined
    writer.messageHandlers[frame.refused] = (_encoder, decoder) => {
      why = new TextDecoder().decode(decoder.arr)
    }
    await until('synced', () => writer.synced)
    typeParagraph(writer.doc, `${seat} types under silence.`)
    addBracket(writer.doc, `late-${seat}`, 'and brackets')
    await until('refused', () => why.includes('text-frozen'))
    writer.destroy()
  }
  expect(await words()).toBe(before)
  await room.command('Chair', { type: 'lift-silence', recommendationId })
  const india = room.provider('India')
  await until('synced', () => india.synced)
  typeParagraph(india.doc, 'After the silence.')
  await until('saved', async () => (await words()).includes('After the silence.'))
  expect(await words()).toBe(`${before}\nAfter the silence.`)
  india.destroy()
})
