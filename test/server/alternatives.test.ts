/** Alternatives on a real server: who may write in them, and a point of one as an amendment to the majority text. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import { mintId, RecommendationId, type TextId } from '#shared/domain/ids'
import { TextAuthors } from '#shared/protocol/api'
import { frame } from '#shared/protocol/frames'
import { replace } from '../support/amending.ts'
import { typeBefore } from '../support/flow-edits.ts'
import { type Negotiation, newTextId, startNegotiation } from '../support/negotiation.ts'
import { rawOn } from '../support/raw-socket.ts'
import { randomBytes, typeParagraph, until, wordsOf } from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Negotiation
beforeAll(async () => {
  room = await startNegotiation()
})
afterAll(async () => room.close())

const open = async (seat: string, textId: TextId): Promise<WebsocketProvider> => {
  const provider = room.provider(seat, { textId })
  await until('synced', () => provider.synced)
  return provider
}

/** A majority text by the secretariat and Brazil's alternative to it, both open. */
async function disagree() {
  const majorityTextId = newTextId()
  const recommendationId = mintId(RecommendationId, 'r', randomBytes())
  await room.done('Chair', {
    type: 'add-recommendation',
    recommendationId,
    topicId: room.topicId,
    title: 'Reports',
    textId: majorityTextId,
  })
  const majority = await open('Secretariat', majorityTextId)
  typeParagraph(majority.doc, 'The Forum reports annually to the Assembly.')
  await until('saved', async () => (await room.plainOf(majorityTextId)).includes('annually'))
  const alternativeTextId = newTextId()
  await room.done('Brazil', {
    type: 'propose-alternative',
    recommendationId,
    textId: alternativeTextId,
    reason: 'Too slow.',
    from: 'majority',
  })
  const alternative = await open('Brazil', alternativeTextId)
  replace(alternative.doc, 'annually', 'quarterly')
  await until('saved', async () => (await room.plainOf(alternativeTextId)).includes('quarterly'))
  return { recommendationId, majorityTextId, majority, alternativeTextId, alternative }
}
const amendCommand = (textId: TextId, alternativeTextId: TextId, point: object = {}) => ({
  type: 'amend-from-alternative',
  textId,
  alternativeTextId,
  point: { struck: 'annually', put: 'quarterly', occurrence: 0, ...point },
  reason: 'From alternative 1.',
})

describe('alternatives', () => {
  test('[SYNC-71] a point becomes a tabled amendment whose words are the acting member’s, and the base can take it up', async () => {
    const { majorityTextId, majority, alternativeTextId } = await disagree()
    const textId = newTextId()
    expect(await room.codeOf('Chair', amendCommand(textId, alternativeTextId))).toBe('role-may-not')
    expect(
      await room.codeOf('India', amendCommand(textId, alternativeTextId, { put: 'never' })),
    ).toBe('point-gone')
    expect(
      await room.codeOf('India', amendCommand(textId, alternativeTextId, { put: 'annually' })),
    ).toBe('malformed-command')
    await room.done('India', amendCommand(textId, alternativeTextId))
    expect(await room.plainOf(textId)).toContain('The Forum reports quarterly to the Assembly.')
    expect(await room.plainOf(majorityTextId)).toContain('annually')

    // It follows its base, and no client id writes in both.
    typeParagraph(majority.doc, 'Later words.')
    const reader = await open('Chair', textId)
    await until('it follows', () => wordsOf(reader.doc).includes('Later words.'))
    const authorsOf = async (id: TextId) =>
      TextAuthors.parse(
        await (
          await fetch(`${room.url}/api/texts/${id}/authors`, { headers: room.as('Chair') })
        ).json(),
      ).authors
    const inBase = new Set((await authorsOf(majorityTextId)).map(({ clientId }) => clientId))
    const own = (await authorsOf(textId)).filter(({ clientId }) => !inBase.has(clientId))
    expect(new Set(own.map(({ memberId }) => memberId))).toEqual(new Set([room.members['India']]))

    await room.done('Chair', { type: 'decide-amendment', textId, outcome: 'take-up', note: '' })
    await until('it is live', () => wordsOf(majority.doc).includes('quarterly'))
    expect(await room.plainOf(majorityTextId)).toContain(
      'The Forum reports quarterly to the Assembly.',
    )
    expect(wordsOf(majority.doc)).toContain('Later words.')
  })

  test('[SYNC-72] points become amendments while everybody types: each is its point and nothing else', async () => {
    const { majorityTextId, majority, alternativeTextId, alternative } = await disagree()
    const brazil = await open('Brazil', majorityTextId)
    for (let round = 0; round < 5; round += 1) {
      for (const { doc } of [majority, brazil]) typeBefore(doc, `w${round} `, 'The Forum')
      typeParagraph(alternative.doc, `More ${round}.`)
      const textId = newTextId()
      await room.done('India', amendCommand(textId, alternativeTextId))
      const words = await room.plainOf(textId)
      expect(words).toContain('The Forum reports quarterly to the Assembly.')
      expect(words).not.toContain('More')
    }
    await until('all agree', () => wordsOf(majority.doc) === wordsOf(brazil.doc))
    expect(await room.plainOf(majorityTextId)).toContain('annually')
  })

  test('[SYNC-73] only its sponsors write in an alternative; one who left writes no more, on the socket that is open', async () => {
    const { alternativeTextId, alternative, recommendationId } = await disagree()
    const sockets = {
      Brazil: await rawOn(room, WebSocket, 'Brazil', alternativeTextId),
      India: await rawOn(room, WebSocket, 'India', alternativeTextId),
      Chair: await rawOn(room, WebSocket, 'Chair', alternativeTextId),
    }
    /** What comes of words that this seat sends. */
    const attempt = async (seat: keyof typeof sockets, words: string) => {
      const { socket, heard } = sockets[seat]
      const before = heard.length
      const answers = () =>
        heard.slice(before).filter(([type]) => type === frame.saved || type === frame.refused)
      socket.send(
        syncFrame(
          2,
          updateOf((doc) => typeParagraph(doc, words)),
        ),
      )
      await until('it is answered', () => answers().length > 0)
      const refusal = answers().find(([type]) => type === frame.refused)
      return refusal
        ? new TextDecoder().decode(refusal).match(/not-a-writer|text-frozen/)?.[0]
        : 'saved'
    }
    expect(await attempt('Brazil', 'Of Brazil.')).toBe('saved')
    expect(await attempt('India', 'FORGED')).toBe('not-a-writer')
    expect(await attempt('Chair', 'FORGED')).toBe('not-a-writer')
    await room.done('India', { type: 'join-sponsors', textId: alternativeTextId })
    expect(await attempt('India', 'Of India.')).toBe('saved')

    // Brazil leaves while its words are on their way: each is saved or refused, and nothing of it comes later.
    const left = room.done('Brazil', { type: 'leave-sponsors', textId: alternativeTextId })
    const onTheWay = await attempt('Brazil', 'On the way.')
    await left
    expect(await attempt('Brazil', 'FORGED')).toBe('not-a-writer')
    expect(await attempt('India', 'More of India.')).toBe('saved')
    await until('it is live', () => wordsOf(alternative.doc).includes('More of India.'))
    const words = await room.plainOf(alternativeTextId)
    for (const kept of ['Of Brazil.', 'Of India.', 'More of India.']) expect(words).toContain(kept)
    expect(words.includes('On the way.')).toBe(onTheWay === 'saved')
    expect(words).not.toContain('FORGED')

    // Without sponsors it lapses: it stands still, and is no dissent.
    await room.done('India', { type: 'leave-sponsors', textId: alternativeTextId })
    expect(await attempt('India', 'FORGED')).toBe('not-a-writer')
    expect(await room.plainOf(alternativeTextId)).toBe(words)
    const adopt = {
      type: 'resolve-recommendation',
      recommendationId,
      outcome: 'adopt-with-alternatives',
      alternativeTextId: null,
      note: '',
    }
    expect(await room.codeOf('Chair', adopt)).toBe('no-alternatives')
    for (const { socket } of Object.values(sockets)) socket.close()
  })
})
