/** A page of one member in a browser in which another one signs in. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { SessionView } from '#shared/protocol/api'
import { usualPace } from '../../../client/live/pace.ts'
import { openRecordFeed, type RecordFeed } from '../../../client/live/record-feed.ts'
import { sendUntilAnswered } from '../../../client/live/send-until-answered.ts'
import { tellSession } from '../../../client/live/session-news.ts'
import { browseAs } from '../../support/one-browser.ts'
import { type Served, silent, startServed, until } from '../../support/served.ts'

const quick = { ...usualPace, retry: 20, slowestRetry: 100, poll: 20, slowestPoll: 60 }

let room: Served
let signedIn: (headers: Record<string, string>) => void
let cookie = ''
const feeds: RecordFeed[] = []

beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, silent, 300)
  signedIn = browseAs(room.url, {})
})
beforeEach(async () => {
  cookie = ''
  signedIn({})
  await open('Brazil')
})
afterEach(() => {
  for (const feed of feeds.splice(0)) feed.close()
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await room.close()
})

/** Opens a seat's link in this browser, in place of whoever is signed in. */
async function open(seat: string, inPlaceOf?: string): Promise<SessionView> {
  const answer = await fetch(`${room.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: cookie },
    body: JSON.stringify({
      token: room.tokens[seat],
      ...(inPlaceOf ? { inPlaceOf: room.members[inPlaceOf] } : {}),
    }),
  })
  expect(answer.status).toBe(201)
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  signedIn({ Cookie: cookie })
  return SessionView.parse(await answer.json())
}
async function page(): Promise<RecordFeed> {
  const feed = openRecordFeed(room.groupId, quick)
  feeds.push(feed)
  await until('live', () => feed.now().connection === 'live')
  return feed
}
const elseIn = (feed: RecordFeed) => feed.now().somebodyElse?.memberId
const act = (feed: RecordFeed) =>
  sendUntilAnswered(
    { groupId: room.groupId, memberId: feed.now().you?.memberId ?? null },
    { type: 'ask-for-floor' },
    () => undefined,
  )

test('[UI-272] a page hears from the server at once that its browser is somebody else, stays whose it was, and can do nothing', async () => {
  const feed = await page()
  await open('India', 'Brazil')
  await until('it is told', () => elseIn(feed) === room.members['India'])
  expect(feed.now().you?.memberId).toBe(room.members['Brazil'])
  const { sequence } = feed.now().state
  expect(await act(feed)).toMatchObject({ ok: false, problem: { code: 'another-member' } })
  expect(room.served.installation.records.stateOf(room.groupId)?.sequence).toBe(sequence)
})

test('[UI-273] a page that the server cannot tell hears it from the window that signed in; signed in again, it goes on where it was', async () => {
  const feed = await page()
  const before = feed.now().state.sequence
  const news = await open('India', 'Brazil')
  signedIn({ Cookie: '' })
  tellSession(news)
  await until('it is told', () => elseIn(feed) === room.members['India'])
  const back = await open('Brazil', 'India')
  expect((await room.command('India', { type: 'ask-for-floor' })).status).toBe(200)
  tellSession(back)
  await until('it goes on', () => feed.now().connection === 'live')
  expect(elseIn(feed)).toBeUndefined()
  await until('it has what came', () => feed.now().state.sequence > before)
  expect(await act(feed)).toMatchObject({ ok: true })
})

test('[UI-274] a page that is signed out in another window says so at once, and goes on when its member signs in again', async () => {
  const feed = await page()
  await fetch(`${room.url}/api/session`, { method: 'DELETE', headers: { Cookie: cookie } })
  await until('it says so', () => feed.now().problem?.code === 'signed-out')
  cookie = ''
  tellSession(await open('Brazil'))
  await until('it goes on', () => feed.now().connection === 'live')
  expect(feed.now().problem).toBeUndefined()
})
