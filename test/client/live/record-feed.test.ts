/** The record as a page follows it, through a network that falls silent, holds streams back, loses answers and cuts. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { MemberId, mintId, TextId, TopicId } from '#shared/domain/ids'
import { eventPlace } from '#shared/protocol/event-place'
import { RecordNews } from '#shared/protocol/event-streams'
import type { Command } from '#shared/record/command'
import { heldIds } from '../../../client/live/held-ids.ts'
import { type Pace, usualPace } from '../../../client/live/pace.ts'
import { openRecordFeed, type RecordFeed } from '../../../client/live/record-feed.ts'
import { sendUntilAnswered } from '../../../client/live/send-until-answered.ts'
import {
  type HostileProxy,
  isCommand,
  isRecordStream,
  startHostileProxy,
} from '../../support/hostile-proxy.ts'
import { browseAs } from '../../support/one-browser.ts'
import { randomBytes, type Served, silent, startServed, until } from '../../support/served.ts'

/** Heartbeats of the server in milliseconds. */
const heartbeat = 300
const quick: Pace = {
  ...usualPace,
  opening: 400,
  retry: 20,
  slowestRetry: 100,
  poll: 20,
  slowestPoll: 60,
  act: 400,
}

let room: Served
let proxy: HostileProxy
const feeds: RecordFeed[] = []

beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, silent, heartbeat)
  proxy = await startHostileProxy(room.url)
  browseAs(proxy.url, room.as('Secretariat'))
})
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.close()
  proxy.treat(() => 'pass')
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await proxy.close()
  await room.close()
})

const addTopic = (title: string): Command => ({
  type: 'add-topic',
  topicId: mintId(TopicId, 'tp', randomBytes()),
  title,
  broadAgreementTextId: mintId(TextId, 't', randomBytes()),
  summaryTextId: mintId(TextId, 't', randomBytes()),
})
/** Something happens in the room, by somebody whose network is well. */
const happens = async (title: string) => {
  const answer = await room.command('Secretariat', addTopic(title))
  expect(answer.status).toBe(200)
}
const member = (seat: string): MemberId => MemberId.parse(room.members[seat])
const titles = (feed: RecordFeed) => feed.now().state.topics.map(({ title }) => title)

/** A page that follows the record. Remembers each connection that it showed, without repetitions. */
async function follow(connection: 'live' | 'asked' = 'live') {
  const feed = openRecordFeed(room.groupId, quick)
  feeds.push(feed)
  const shown: string[] = []
  feed.subscribe(() => {
    const { connection: now } = feed.now()
    if (shown.at(-1) !== now) shown.push(now)
  })
  await until(connection, () => feed.now().connection === connection)
  return { feed, shown }
}

describe('the stream of the record', () => {
  test('[SYNC-265] a stream that falls silent without a close is noticed and said after three heartbeats, and what happened meanwhile is shown', async () => {
    const { feed, shown } = await follow()
    proxy.silence(isRecordStream)
    await happens('Said into the silence')
    expect(titles(feed)).not.toContain('Said into the silence')
    await until('it is noticed', () => shown.includes('reconnecting'))
    await until('it is shown', () => titles(feed).includes('Said into the silence'))
    await until('live again', () => feed.now().connection === 'live')
  })

  test('[SYNC-266] while a network holds streams back, plain requests bring what happens, and the page says that it is not live; when one flows it is', async () => {
    proxy.treat((passage) => (isRecordStream(passage) ? 'held' : 'pass'))
    const { feed, shown } = await follow('asked')
    await happens('Asked for')
    await until('it is shown', () => titles(feed).includes('Asked for'))
    const tries = () => proxy.seen.filter(isRecordStream).length
    const before = tries()
    await until('a stream is tried again and again', () => tries() > before + 2)
    // It is said once, however often a stream is tried.
    expect(shown).toEqual(['connecting', 'asked'])
    proxy.treat(() => 'pass')
    await until('live', () => feed.now().connection === 'live')
    await happens('Streamed')
    await until('it is shown', () => titles(feed).includes('Streamed'))
  })

  test('[SYNC-267] a stream that is cut again and again goes on where it stopped, without a gap and without an event twice', async () => {
    const { feed } = await follow()
    const sequences: number[] = []
    feed.subscribe(() => {
      const { sequence } = feed.now().state
      if (sequences.at(-1) !== sequence) sequences.push(sequence)
    })
    for (let index = 0; index < 12; index++) {
      await happens(`Cut ${index}`)
      if (index % 3 === 0) proxy.cut(isRecordStream)
    }
    await until('all is shown', () => titles(feed).includes('Cut 11'))
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    expect(titles(feed).filter((title) => title.startsWith('Cut '))).toHaveLength(12)
  })

  test('[API-220] a stream of the record begins with a heartbeat; asked for as JSON, one answer says what the stream would', async () => {
    const path = `${room.url}/api/groups/${room.groupId}/record/events`
    const headers = room.as('India')
    const { sequence } = room.served.installation.records.stateOf(room.groupId) ?? { sequence: 0 }
    const stream = await fetch(`${path}?after=${eventPlace(sequence)}`, { headers })
    const reader = stream.body?.getReader()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    await reader?.cancel()
    expect(first).toMatch(/^event: heartbeat\ndata: {"every":300,/)
    const ask = async (after: number) =>
      RecordNews.parse(
        await (
          await fetch(`${path}?after=${eventPlace(after)}`, {
            headers: { ...headers, Accept: 'application/json' },
          })
        ).json(),
      )
    const news = await ask(sequence - 2)
    expect(news.events.map((event) => event.sequence)).toEqual([sequence - 1, sequence])
    expect(news.view).toBeNull()
    expect(news.heartbeat).toMatchObject({ memberId: room.members['India'], sequence })
    // Whoever claims to know more than there is gets the whole state.
    expect((await ask(sequence + 5)).view?.state.sequence).toBe(sequence)
  })
})

describe('an act', () => {
  const send = (title: string, told: string[], pace = quick) =>
    sendUntilAnswered(
      { groupId: room.groupId, memberId: member('Secretariat') },
      addTopic(title),
      () => told.push('unanswered'),
      pace,
    )

  test('[UI-250] an act whose answer is lost is said to be unanswered once, is sent again under its key, and is done once', async () => {
    let lost = 0
    proxy.treat((passage) => (isCommand(passage) && lost++ < 3 ? 'lost' : 'pass'))
    const told: string[] = []
    const answer = await send('Lost thrice', told)
    expect(answer.ok).toBe(true)
    expect(lost).toBe(4)
    expect(told).toEqual(['unanswered'])
    const { topics } = room.served.installation.records.stateOf(room.groupId) ?? { topics: [] }
    expect(topics.filter(({ title }) => title === 'Lost thrice')).toHaveLength(1)
  })

  test('[UI-251] an act that nobody answers ends after a while, and nobody claims that nothing was changed', async () => {
    proxy.treat((passage) => (isCommand(passage) ? 'lost' : 'pass'))
    const told: string[] = []
    const answer = await send('Done all the same', told, { ...quick, giveUpAct: 1000 })
    expect(answer).toMatchObject({ ok: false, isOffline: true })
    expect(!answer.ok && answer.problem.detail).toContain('Whether it was done is not known')
    expect(told).toEqual(['unanswered'])
  })

  test('[UI-363] what a form puts is put once, however often it is pressed while nobody answers; with other content it is another act', async () => {
    const ids = heldIds(() => addTopic(''))
    /** As a form does it: the same content has the same ids. */
    const press = async (title: string, pace = quick) => {
      const command = { ...ids.of({ title }), title }
      const sender = { groupId: room.groupId, memberId: member('Secretariat') }
      const answer = await sendUntilAnswered(sender, command, () => undefined, pace)
      if (answer.ok) ids.done()
      return answer.ok
    }
    const put = (title: string) =>
      room.served.installation.records
        .stateOf(room.groupId)
        ?.topics.filter((topic) => topic.title === title).length
    proxy.treat((passage) => (isCommand(passage) ? 'lost' : 'pass'))
    const givesUp = { ...quick, giveUpAct: 300 }
    expect(await press('Pressed twice', givesUp)).toBe(false)
    expect(await press('Pressed twice', givesUp)).toBe(false)
    await until('the record has it', () => put('Pressed twice') === 1)
    proxy.treat(() => 'pass')
    expect(await press('Pressed twice'), 'the record has it').toBe(false)
    expect(put('Pressed twice')).toBe(1)
    expect(await press('Another')).toBe(true)
    expect(put('Another')).toBe(1)
    expect(await press('Pressed twice'), 'put on purpose once more').toBe(true)
    expect(put('Pressed twice')).toBe(2)
  })

  test('[UI-252] an act is seen by its author from its own answer, where no stream flows', async () => {
    proxy.treat((passage) => (isRecordStream(passage) ? 'held' : 'pass'))
    const { feed } = await follow('asked')
    // From now on nothing but acts gets through.
    proxy.treat((passage) => (isCommand(passage) ? 'pass' : 'swallowed'))
    const answer = await send('Seen by its author', [])
    if (!answer.ok) throw new Error(answer.problem.detail)
    feed.fold(answer.value.events)
    expect(titles(feed)).toContain('Seen by its author')
    feed.fold(answer.value.events)
    expect(titles(feed).filter((title) => title === 'Seen by its author')).toHaveLength(1)
  })
})
