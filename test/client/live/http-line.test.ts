/** The words over HTTP: one stream for all tabs of a browser, and none where a network holds streams back. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { frame } from '#shared/protocol/frames'
import { type OpenChannel, openLines } from '../../../client/live/http-line.ts'
import { HttpSocket } from '../../../client/live/http-socket.ts'
import { type Pace, usualPace } from '../../../client/live/pace.ts'
import { type HostileProxy, type Passage, startHostileProxy } from '../../support/hostile-proxy.ts'
import {
  type Served,
  silent,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../../support/served.ts'
import { aBrowser, type Tab } from '../../support/tabs.ts'

const quick: Pace = {
  ...usualPace,
  retry: 20,
  slowestRetry: 100,
  collect: 20,
  slowestCollect: 100,
}
const isLine = ({ isStream, path }: Passage) => isStream && path.startsWith('/api/stream')

let room: Served
let proxy: HostileProxy
let providers: WebsocketProvider[] = []

beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, silent, 1000)
  proxy = await startHostileProxy(room.url)
})
afterEach(() => {
  for (const provider of providers) provider.destroy()
  providers = []
  proxy.treat(() => 'pass')
  proxy.cut()
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await proxy.close()
  await room.close()
})

interface Page {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** How many messages of this page are on the server's disk. */
  readonly saved: () => number
}
/** A tab in which a member has the text open. */
function openPage(seat: string, tab: Tab, pace = quick): Page {
  const open = openLines({ pace, browser: tab.browser })
  class TabSocket extends HttpSocket {
    protected override openChannel(...asked: Parameters<OpenChannel>) {
      return open(...asked)
    }
  }
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(
    `${proxy.url.replace('http', 'ws')}/sync`,
    room.textId,
    doc,
    {
      params: { token: room.tokens[seat] ?? '', adref: '1' },
      disableBc: true,
      WebSocketPolyfill: TabSocket as unknown as typeof globalThis.WebSocket,
    },
  )
  providers.push(provider)
  let saved = 0
  provider.messageHandlers[frame.saved] = (_encoder, decoder) => {
    saved = decoder.arr[decoder.pos] ?? 0
  }
  return { doc, provider, saved: () => saved }
}
const allHave = (pages: readonly Page[], words: string) =>
  until(`${words} everywhere`, () => pages.every(({ doc }) => wordsOf(doc).includes(words)))
const oneLine = () => until('one stream is open', () => proxy.open(isLine) === 1)
const allSynced = (pages: readonly Page[]) =>
  until('all are synced', () => pages.every(({ provider }) => provider.synced))

test('[UI-259] where sockets are blocked, the tabs of a browser share one stream of words; closing the one that holds it loses nothing', async () => {
  const newTab = aBrowser()
  const pages = Array.from({ length: 4 }, () => openPage('Brazil', newTab()))
  await allSynced(pages)
  await oneLine()
  for (const [index, { doc }] of pages.entries()) typeParagraph(doc, `Typed in tab ${index}.`)
  for (const index of pages.keys()) await allHave(pages, `Typed in tab ${index}.`)
  const [first, ...others] = pages
  first?.provider.destroy()
  for (const { doc } of others) typeParagraph(doc, 'Typed while it passes on.')
  await allSynced(others)
  const india = openPage('India', aBrowser()())
  await until('another browser has it all', () => {
    const words = wordsOf(india.doc)
    return (
      words.split('Typed while it passes on.').length === 4 && words.includes('Typed in tab 3.')
    )
  })
})

test('[UI-260] a tab that crashed leaves nothing open on the stream of the others', async () => {
  const newTab = aBrowser()
  const staying = openPage('Brazil', newTab())
  await allSynced([staying])
  const figures = () => room.served.installation.rooms.figures().connections
  const before = figures()
  const crashing = newTab()
  const page = openPage('Brazil', crashing)
  await allSynced([staying, page])
  expect(figures()).toBe(before + 1)
  await oneLine()
  crashing.crash()
  await until('its connection is closed', () => figures() === before)
})

/** How many lines were made that have no stream. */
const made = () =>
  proxy.seen.filter(({ method, path }) => method === 'POST' && path.startsWith('/api/stream?'))
    .length

test('[SYNC-268] where streams are held back too, words are sent, acknowledged and fetched by plain requests', async () => {
  proxy.treat((passage) => (isLine(passage) ? 'held' : 'pass'))
  const newTab = aBrowser()
  const before = made()
  const brazil = openPage('Brazil', newTab(), { ...quick, opening: 1000 })
  const india = room.provider('India')
  await allSynced([brazil])
  typeParagraph(brazil.doc, 'Sent without a stream.')
  await until('it is acknowledged', () => brazil.saved() > 0)
  await until('it is there', () => wordsOf(india.doc).includes('Sent without a stream.'))
  typeParagraph(india.doc, 'Fetched without a stream.')
  await allHave([brazil], 'Fetched without a stream.')
  // All of it on one line.
  expect(made()).toBe(before + 1)
})

test('[SYNC-269] a stream of words that falls silent is left after three heartbeats, and the words go on', async () => {
  const newTab = aBrowser()
  const page = openPage('Brazil', newTab())
  await allSynced([page])
  let wasLost = false
  page.provider.on('status', ({ status }) => {
    wasLost ||= status === 'disconnected'
  })
  proxy.silence(isLine)
  typeParagraph(page.doc, 'Typed into the silence.')
  await until('it is noticed', () => wasLost)
  await allSynced([page])
  const india = room.provider('India')
  await until('it is there', () => wordsOf(india.doc).includes('Typed into the silence.'))
})
