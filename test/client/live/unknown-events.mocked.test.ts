/** A page under a server of a newer release, which records what the page does not know. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mintId, TextId, TopicId } from '#shared/domain/ids'
import type { RecordedEvent } from '#shared/record/event'
import { type Pace, usualPace } from '../../../client/live/pace.ts'
import {
  type HostileProxy,
  isRecordStream,
  startHostileProxy,
} from '../../support/hostile-proxy.ts'
import { browseAs } from '../../support/one-browser.ts'
import { randomBytes, type Served, silent, startServed, until } from '../../support/served.ts'

const quick: Pace = {
  ...usualPace,
  opening: 400,
  retry: 20,
  slowestRetry: 100,
  poll: 20,
  slowestPoll: 60,
}

let room: Served
let proxy: HostileProxy
beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, silent, 300)
  proxy = await startHostileProxy(room.url)
  browseAs(proxy.url, room.as('Secretariat'))
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await proxy.close()
  await room.close()
})

/** A page of its own: whether to reload is asked once in the life of one. */
async function openPage() {
  vi.resetModules()
  const { openRecordFeed } = await import('../../../client/live/record-feed.ts')
  const { reloadNeeded } = await import('../../../client/live/reload-needed.ts')
  const { sendUntilAnswered } = await import('../../../client/live/send-until-answered.ts')
  return { feed: openRecordFeed(room.groupId, quick), reloadNeeded, sendUntilAnswered }
}
const addTopic = (title: string) =>
  ({
    type: 'add-topic',
    topicId: mintId(TopicId, 'tp', randomBytes()),
    title,
    broadAgreementTextId: mintId(TextId, 't', randomBytes()),
    summaryTextId: mintId(TextId, 't', randomBytes()),
  }) as const

const newer: Readonly<Record<string, (recorded: RecordedEvent) => object>> = {
  'one more kind of event': (recorded) => ({ ...recorded, event: { type: 'vote-called' } }),
  'one more field of an event': ({ event, ...recorded }) => ({
    ...recorded,
    event: { ...event, mood: 'calm' },
  }),
}

test.each(Object.entries(newer))(
  '[UI-330] a page that hears what it does not know asks to be reloaded, over a stream or plain requests, and shows nothing as if it had all of it: %s',
  async (_name, change) => {
    const { records } = room.served.installation
    for (const carrier of ['live', 'asked'] as const) {
      proxy.treat((passage) => (carrier === 'asked' && isRecordStream(passage) ? 'held' : 'pass'))
      const { feed, reloadNeeded } = await openPage()
      await until(carrier, () => feed.now().connection === carrier)
      const { sequence } = feed.now().state
      expect(reloadNeeded()).toBeUndefined()
      // What the page has missed is said by a server that knows more.
      const own = { ...records }
      vi.spyOn(records, 'eventsAfter').mockImplementation((...asked) =>
        own.eventsAfter(...asked).map((each) => Object.assign({}, each, change(each))),
      )
      proxy.silence(isRecordStream)
      expect((await room.command('Secretariat', addTopic(`Said by ${carrier}`))).status).toBe(200)
      await until('asked to reload', () => reloadNeeded() === 'unreadable')
      expect(feed.now().state.sequence).toBe(sequence)
      feed.close()
      vi.restoreAllMocks()
    }
  },
)

test('[UI-331] an act whose answer tells of what the page does not know asks to reload, and is not taken for one that failed to arrive', async () => {
  proxy.treat(() => 'pass')
  const { feed, reloadNeeded, sendUntilAnswered } = await openPage()
  await until('live', () => feed.now().connection === 'live')
  const { records } = room.served.installation
  const own = { ...records }
  vi.spyOn(records, 'submit').mockImplementation(async (...asked) => {
    const result = await own.submit(...asked)
    if (!result.ok) return result
    const events = result.value.events.map((each) => Object.assign({}, each, { place: 'Geneva' }))
    return { ok: true, value: { ...result.value, events } }
  })
  const sender = { groupId: room.groupId, memberId: feed.now().you?.memberId ?? null }
  const answer = await sendUntilAnswered(sender, addTopic('By an act'), () => undefined, quick)
  expect(answer).toMatchObject({ ok: false, isOffline: false })
  expect(reloadNeeded()).toBe('unreadable')
  feed.close()
  vi.restoreAllMocks()
})
