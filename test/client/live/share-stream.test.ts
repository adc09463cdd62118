/** One stream of the record for all tabs of a browser, whatever becomes of the tab that holds it. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { mintId, TextId, TopicId } from '#shared/domain/ids'
import { type Pace, usualPace } from '../../../client/live/pace.ts'
import { openRecordFeed, type RecordFeed } from '../../../client/live/record-feed.ts'
import type { Browser } from '../../../client/live/share-stream.ts'
import {
  type HostileProxy,
  isRecordStream,
  startHostileProxy,
} from '../../support/hostile-proxy.ts'
import { browseAs } from '../../support/one-browser.ts'
import { randomBytes, type Served, silent, startServed, until } from '../../support/served.ts'
import { aBrowser } from '../../support/tabs.ts'

const quick: Pace = {
  ...usualPace,
  opening: 8000,
  retry: 20,
  slowestRetry: 100,
  // No request but the first and those that a gap needs: what is seen came by the stream.
  poll: 60_000,
  slowestPoll: 60_000,
  tab: 2000,
}

let room: Served
let proxy: HostileProxy
let signIn: (signedIn: Record<string, string>) => void
let feeds: RecordFeed[] = []

beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, silent, 1000)
  proxy = await startHostileProxy(room.url)
  signIn = browseAs(proxy.url, room.as('Secretariat'))
})
afterEach(async () => {
  for (const feed of feeds) feed.close()
  feeds = []
  proxy.treat(() => 'pass')
  signIn(room.as('Secretariat'))
  await until('no stream is left', () => proxy.open(isRecordStream) === 0)
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await proxy.close()
  await room.close()
})

const happens = async (title: string) => {
  const answer = await room.command('Secretariat', {
    type: 'add-topic',
    topicId: mintId(TopicId, 'tp', randomBytes()),
    title,
    broadAgreementTextId: mintId(TextId, 't', randomBytes()),
    summaryTextId: mintId(TextId, 't', randomBytes()),
  })
  expect(answer.status).toBe(200)
}
const timesSeen = (feed: RecordFeed, title: string) =>
  feed.now().state.topics.filter((topic) => topic.title === title).length
const seenOnce = (title: string, pages = feeds) =>
  until(`${title} is seen everywhere`, () => pages.every((feed) => timesSeen(feed, title) === 1))
const openTab = (browser?: Browser) => {
  const feed = openRecordFeed(room.groupId, quick, browser)
  feeds.push(feed)
  return feed
}
const allLive = (pages = feeds) =>
  until('all are live', () => pages.every((feed) => feed.now().connection === 'live'))
/** So many streams are open, and no more. */
const sharing = (streams: number) =>
  until(`${streams} open`, () => proxy.open(isRecordStream) === streams)

test('[UI-253] eight tabs of a browser share one stream of a room, and each sees what happens, once', async () => {
  const newTab = aBrowser()
  for (let index = 0; index < 8; index++) openTab(newTab().browser)
  await allLive()
  await happens('Seen by eight')
  await seenOnce('Seen by eight')
  await sharing(1)
  // Who comes later hears who is here, without a stream of its own.
  const late = openTab(newTab().browser)
  await until('it knows who is here', () => late.now().presence.seats.length > 0)
  await sharing(1)
})

test('[UI-254] when the tab that holds the stream is closed another one goes on where it stopped, again and again', async () => {
  const newTab = aBrowser()
  for (let index = 0; index < 4; index++) openTab(newTab().browser)
  await allLive()
  const [first, second, third, last] = feeds
  for (const [index, closing] of [first, second, third].entries()) {
    closing?.close()
    feeds = feeds.filter((feed) => feed !== closing)
    await happens(`After ${index} were closed`)
    await seenOnce(`After ${index} were closed`)
  }
  expect(last && timesSeen(last, 'After 0 were closed')).toBe(1)
  await sharing(1)
})

test('[UI-255] a frozen tab that holds the stream loses it to one that is awake, and nothing is missed', async () => {
  const newTab = aBrowser()
  const frozen = newTab()
  openTab(frozen.browser)
  await allLive()
  const awake = [openTab(newTab().browser), openTab(newTab().browser)]
  await allLive()
  frozen.freeze()
  await happens('While it was frozen')
  await seenOnce('While it was frozen', awake)
  await allLive(awake)
})

test('[UI-256] the line of the tab that holds the stream falls silent: all its tabs hear so, and go on', async () => {
  const newTab = aBrowser()
  for (let index = 0; index < 3; index++) openTab(newTab().browser)
  await allLive()
  const heard = feeds.map(() => false)
  for (const [index, feed] of feeds.entries())
    feed.subscribe(() => {
      if (feed.now().connection === 'reconnecting') heard[index] = true
    })
  proxy.silence(isRecordStream)
  await happens('Into the silence of all')
  await seenOnce('Into the silence of all')
  expect(heard).toEqual([true, true, true])
})

test('[UI-257] tabs of two members in one browser hear each only what is theirs', async () => {
  const newTab = aBrowser()
  const secretariat = openTab(newTab().browser)
  await allLive()
  signIn(room.as('Brazil'))
  const brazil = openTab(newTab().browser)
  await allLive()
  await sharing(2)
  expect(brazil.now().you?.memberId).toBe(room.members['Brazil'])
  expect(secretariat.now().you?.memberId).toBe(room.members['Secretariat'])
  // The stream of the tab that signed in first is asked for anew: it is refused, and that tab takes nothing of the other's.
  proxy.cut(isRecordStream)
  await until(
    'it knows who is signed in',
    () => secretariat.now().somebodyElse?.memberId === room.members['Brazil'],
  )
  await until('the other goes on', () => brazil.now().connection === 'live')
  expect(secretariat.now().you?.memberId).toBe(room.members['Secretariat'])
  await sharing(1)
})

test('[UI-258] a browser without locks has a stream for each tab', async () => {
  for (let index = 0; index < 2; index++) openTab({ locks: undefined, openChannel: undefined })
  await allLive()
  await happens('To each its own')
  await seenOnce('To each its own')
  await sharing(2)
})
