/** Memory for texts: what one delegation has written, or keeps open, leaves room for the others to read and write. */
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { flowOf } from '#shared/flow/flow-doc'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { rawOn } from '../support/raw-socket.ts'
import { randomBytes, type Served, startServed, typeParagraph, until } from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
afterEach(async () => room.close())

const figures = () => room.served.installation.rooms.figures()
const raw = (seat: string, textId: string) => rawOn(room, WebSocket, seat, textId)

async function newText(): Promise<TextId> {
  const textId = mintId(TextId, 't', randomBytes())
  const made = await room.command('Chair', {
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Another',
    textId,
  })
  expect(made.status).toBe(200)
  return textId
}

/** Letters each before the last one: an object of memory for each. */
const piecemeal = (letters: number): Uint8Array =>
  updateOf((doc) => {
    typeParagraph(doc, 'a')
    for (let letter = 0; letter < letters; letter += 1) flowOf(doc).insert(1, 'a')
  })

/** How the server answers a member's words: saved or refused. */
async function answerTo(seat: string, textId: string, update: Uint8Array): Promise<number> {
  const writer = await raw(seat, textId)
  writer.socket.send(syncFrame(2, update))
  let answer: number | undefined
  await until('answered', () => {
    const kinds = writer.heard.map(([kind]) => kind)
    answer = kinds.find((kind) => kind === frame.saved || kind === frame.refused)
    return answer !== undefined
  })
  writer.socket.close()
  return answer ?? 0
}

test('[SYNC-362] what a delegation writes in all texts together has a bound of memory, in its amendments too; others go on', async () => {
  // Two thousand pieces take about 0.8 MB.
  room = await startServed(undefined, { shareBytes: 2_000_000, messagesPerSecond: 1000 })
  const [second, amendment] = [await newText(), mintId(TextId, 't', randomBytes())]
  const started = { type: 'start-amendment', textId: amendment, baseTextId: room.textId }
  expect((await room.command('Brazil', started)).status).toBe(200)
  expect(await answerTo('Brazil', room.textId, piecemeal(2000))).toBe(frame.saved)
  expect(await answerTo('Brazil', second, piecemeal(2000))).toBe(frame.saved)
  for (const textId of [room.textId, second, amendment])
    expect(await answerTo('Brazil', textId, piecemeal(2000)), textId).toBe(frame.refused)
  expect(await answerTo('India', second, piecemeal(2000))).toBe(frame.saved)
  expect(await answerTo('Brazil', second, piecemeal(10))).toBe(frame.saved)
})

test('[SYNC-363] who alone keeps most texts open gives way to a delegation, a member and a follower who read one; nobody open, nothing is held', async () => {
  room = await startServed(undefined, { memoryBytes: 5_000_000, messagesPerSecond: 1000 })
  const texts: TextId[] = [room.textId]
  while (texts.length < 6) texts.push(await newText())
  for (const textId of texts)
    expect(await answerTo('Secretariat', textId, piecemeal(3000))).toBe(frame.saved)
  const open = new Map<TextId, Awaited<ReturnType<typeof raw>>>()
  const closes: number[] = []
  for (const textId of texts.slice(0, 5)) {
    const reader = await raw('Brazil', textId)
    void reader.closed.then((code) => closes.push(code))
    open.set(textId, reader)
  }
  await until('it has more than there is room for', () => closes.length > 0)
  expect(new Set(closes)).toEqual(new Set([closeCode.overloaded]))
  const before = closes.length
  const india = room.provider('India', { textId: TextId.parse(texts[5]) })
  await until('India reads', () => india.synced)
  await until('Brazil has one less', () => closes.length > before)
  const remote = room.provider('Remote', { textId: TextId.parse(texts[4]) })
  await until('so does an observer', () => remote.synced)
  expect(figures().memoryBytes).toBeLessThan(6_000_000)
  for (const { socket } of open.values()) socket.close()
  india.destroy()
  remote.destroy()
  await until('all have left', () => figures().connections === 0)
  const chair = room.provider('Chair', { textId: TextId.parse(texts[0]) })
  await until('the chair reads', () => chair.synced)
  expect(figures().memoryBytes).toBeLessThan(5_000_000)
})

test('[SYNC-364] who types letter by letter, for long and in many texts, is taken for no more than their words are', async () => {
  room = await startServed(undefined, { shareBytes: 400_000, messagesPerSecond: 10_000 })
  const brazil = room.provider('Brazil')
  await until('synced', () => brazil.synced)
  const texts = [room.textId, await newText(), await newText()]
  // Each key is taken for half a kilobyte when it comes: 1.5 MB in all.
  for (const textId of texts) {
    const typing = room.provider('Brazil', { textId })
    await until('synced', () => typing.synced)
    typeParagraph(typing.doc, 'Begins.')
    const [flow, chair] = [flowOf(typing.doc), room.provider('Chair', { textId })]
    for (let key = 0; key < 1000; key += 1) {
      flow.insert(flow.length - 1, 'k')
      if (key % 100 === 99)
        await until('it is there', () => flowOf(chair.doc).length >= flow.length)
    }
    typing.destroy()
  }
})

test('[SYNC-415] several who together keep all memory with the same texts open give way to one who reads one', async () => {
  room = await startServed(undefined, { memoryBytes: 6_000_000, messagesPerSecond: 1000 })
  const texts: TextId[] = [room.textId]
  while (texts.length < 6) texts.push(await newText())
  for (const textId of texts)
    expect(await answerTo('Secretariat', textId, piecemeal(3000))).toBe(frame.saved)
  const open = await Promise.all(
    texts.slice(0, 4).flatMap((textId) => [raw('Brazil', textId), raw('India', textId)]),
  )
  await until('all are open', () => figures().connections === 8)
  const closes: number[] = []
  for (const { closed } of open) void closed.then((code) => closes.push(code))
  const remote = room.provider('Remote', { textId: TextId.parse(texts[5]) })
  await until('an observer reads', () => remote.synced)
  await until('both have one less', () => closes.length >= 2)
  expect(new Set(closes)).toEqual(new Set([closeCode.overloaded]))
  expect(figures().memoryBytes).toBeLessThan(7_000_000)
  for (const { socket } of open) socket.close()
})

test('[SYNC-416] after a restart what a delegation wrote before counts as soon as it is open, also what nobody writes in', async () => {
  room = await startServed(undefined, { shareBytes: 2_000_000, messagesPerSecond: 1000 })
  const [second, third] = [await newText(), await newText()]
  expect(await answerTo('Brazil', room.textId, piecemeal(2000))).toBe(frame.saved)
  expect(await answerTo('Brazil', second, piecemeal(2000))).toBe(frame.saved)
  await room.restart()
  for (const textId of [room.textId, second]) {
    const reader = room.provider('India', { textId })
    await until('India reads', () => reader.synced)
  }
  expect(await answerTo('Brazil', third, piecemeal(2000))).toBe(frame.refused)
  expect(await answerTo('Brazil', third, piecemeal(10))).toBe(frame.saved)
})
