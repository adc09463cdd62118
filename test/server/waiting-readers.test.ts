/** Readers who take nothing of what they are sent: what waits for all of them has one bound, and those who read notice nothing. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openFairPlaces } from '#server/sync/fair-places'
import { openWaiting, type WaitingLine } from '#server/sync/waiting'
import { closeCode } from '#shared/protocol/close-codes'
import { encodeUp } from '#shared/protocol/stream'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { cookieOf, followToken, headOf, openLine, type RawLine } from '../support/strangers.ts'
import { syncFrame } from '../support/sync-frames.ts'

const megabyte = 1024 * 1024
const bound = 24 * megabyte
const followers = 60
const flood = '198.51.100.9'

let room: Served
let token: string
let flooding: string[]
beforeAll(async () => {
  const limits = { waitingBytes: bound, followers, messagesPerSecond: 1000 }
  room = await startServed(
    undefined,
    { mostLetters: 10_000_000, ...limits },
    undefined,
    undefined,
    undefined,
    1,
  )
  token = await followToken(room)
  flooding = await Promise.all([1, 2, 3, 4].map(() => cookieOf(room, token, flood)))
})
afterEach(async () => {
  for (const socket of open.splice(0)) socket.terminate()
  await until('nobody follows', () => figures().connections === 0)
})
afterAll(async () => room.close())

const figures = () => room.served.installation.rooms.figures()
const open: { terminate(): void }[] = []

interface Follower {
  readonly socket: WebSocket
  readonly closed: () => number | undefined
}
async function follower(cookie: string, address: string): Promise<Follower> {
  const socket = new WebSocket(`${room.url.replace('http', 'ws')}/sync/${room.textId}`, {
    headers: { Cookie: cookie, 'X-Forwarded-For': address },
  })
  let code: number | undefined
  socket
    .on('error', () => undefined)
    .on('close', (closed) => {
      code = closed
    })
  open.push(socket)
  await new Promise((settle) => socket.on('open', settle).on('close', settle))
  return { socket, closed: () => code }
}
const floodingCookie = (n: number) => flooding[n % flooding.length] ?? ''

/** The most that waited while something was done. */
async function mostWaitingIn(work: () => Promise<void>): Promise<number> {
  let most = 0
  const look = setInterval(() => {
    most = Math.max(most, figures().waitingBytes)
  }, 2)
  await work()
  clearInterval(look)
  return most
}
/** A delegate writes, and one who reads gets it. */
async function write(words: string, pages: number): Promise<void> {
  const [brazil, reader] = [room.provider('Brazil'), room.provider('Remote')]
  await until('synced', () => brazil.synced && reader.synced)
  for (let page = 0; page < pages; page++) typeParagraph(brazil.doc, 'z'.repeat(40_000))
  typeParagraph(brazil.doc, words)
  await until('they came', () => wordsOf(reader.doc).includes(words))
  brazil.destroy()
  reader.destroy()
}
/** Asks for the text, each time from another state, so that it is encoded for nobody else. */
let asked = 1
const question = () => {
  asked += 1
  return syncFrame(0, Y.encodeStateVector(new Map([[asked, 1]])))
}

describe('one bound for all', () => {
  test('[SYNC-300] followers at one address who read nothing are ended when what waits for all is too much; who reads goes on, and so does a slow reader elsewhere', async () => {
    await write('The first words.', 100)
    const slow = await follower(await cookieOf(room, token, '192.0.2.77'), '192.0.2.77')
    const silent = await Promise.all(
      Array.from({ length: 16 }, (_, n) => follower(floodingCookie(n), flood)),
    )
    for (const { socket } of [slow, ...silent]) {
      socket.pause()
      socket.send(question())
    }
    const connections = figures().connections
    const most = await mostWaitingIn(async () => {
      await until('some were ended', () => figures().connections < connections - 6)
      await write('The last words.', 0)
    })
    expect(most).toBeGreaterThan(bound / 2)
    expect(most).toBeLessThan(bound + megabyte)
    const metrics = await (await fetch(`${room.url}/metrics`)).text()
    expect(metrics).toMatch(/adref_connections_closed_total\{code="1013"\} ([7-9]|1\d)\b/)
    expect(metrics).toMatch(/adref_waiting_bytes \d/)
    let hasAll = false
    slow.socket.on('message', (data: Buffer) => {
      hasAll ||= data.includes('The last words.')
    })
    slow.socket.resume()
    await until('the slow one gets everything', () => hasAll)
    expect(slow.closed()).toBeUndefined()
  })

  test('[SYNC-310] as many followers as there are places, each at an address of its own, never read: what waits stays within its bound, and the room goes on without a pause', async () => {
    const silent = await Promise.all(
      Array.from({ length: followers }, async (_, n) => {
        const address = `10.1.${n}.1`
        return follower(await cookieOf(room, token, address), address)
      }),
    )
    for (const { socket } of silent) {
      socket.pause()
      socket.send(question())
    }
    const most = await mostWaitingIn(async () => {
      for (let round = 0; round < 2; round++) await write(`They write on, ${round}.`, 2)
    })
    expect(most).toBeGreaterThan(bound / 2)
    expect(most).toBeLessThan(bound + megabyte)
    expect(figures().connections).toBeLessThan(followers)
    // Who comes now finds a place, and gets all of it.
    const cookie = await cookieOf(room, token, '192.0.2.78')
    const newcomer = await follower(cookie, '192.0.2.78')
    let hasAll = false
    newcomer.socket.on('message', (data: Buffer) => {
      hasAll ||= data.includes('They write on, 1.')
    })
    newcomer.socket.send(question())
    await until('who reads has everything', () => hasAll)
  })

  test('[SYNC-301] the same bound holds for streams of words over HTTP, and for long answers that nobody reads', async () => {
    const lines: RawLine[] = []
    const get = (path: string, n: number) => {
      const headers = { Cookie: floodingCookie(n), 'X-Forwarded-For': flood }
      const line = openLine(room, headOf('GET', path, { ...headers, Accept: '*/*' }))
      lines.push(line)
      return line
    }
    const streams = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const line = get('/api/stream', n)
        await until('it has a name', () => /data: [\w-]{32}/.test(line.heard()))
        line.socket.pause()
        const name = /data: ([\w-]{32})/.exec(line.heard())?.[1] ?? ''
        const body = encodeUp([
          { kind: 'open', channel: 1, text: room.textId, optIn: false },
          { kind: 'frame', channel: 1, frame: question() },
        ])
        await fetch(`${room.url}/api/stream/${name}`, {
          method: 'POST',
          headers: { Cookie: floodingCookie(n), 'Content-Type': 'application/octet-stream' },
          body: new Uint8Array(body),
        })
        return line
      }),
    )
    expect(streams).toHaveLength(8)
    const most = await mostWaitingIn(async () => {
      for (let n = 0; n < 12; n++) get(`/api/texts/${room.textId}`, n).socket.pause()
      await until('some were ended', async () =>
        /turned_away_total\{what="slow-readers"\} \d/.test(
          await (await fetch(`${room.url}/metrics`)).text(),
        ),
      )
      await write('Others go on.', 0)
    })
    expect(most).toBeLessThan(bound + megabyte)
    await until('it is within the bound', () => figures().waitingBytes <= bound)
    for (const { socket } of lines) socket.destroy()
  })

  /** A line that is told what waits in it. */
  const lineOf = (side: string) => {
    const line = { waits: 0, took: 0, shared: [] as Uint8Array[], isEnded: false }
    const watched: WaitingLine = {
      side: () => side,
      bytes: () => line.waits,
      shared: () => line.shared,
      taken: () => line.took,
      end() {
        line.isEnded = true
      },
    }
    return { line, watched }
  }

  test('[SYNC-302] the side with the most gives way, the reader who has taken nothing for the longest time first', () => {
    const time = { now: 0 }
    const waiting = openWaiting(() => time.now, 1000)
    const enter = (side: string, waits: number) => {
      const { line, watched } = lineOf(side)
      const { sent } = waiting.watch(watched)
      line.waits = waits
      sent(waits)
      return { line, sent }
    }
    const small = enter('home', 200)
    const [first, second] = [enter('hall', 300), enter('hall', 300)]
    time.now = 2000
    waiting.check()
    time.now = 4000
    first.line.took = 100
    waiting.check()
    second.line.waits += 300
    second.sent(300)
    expect([small, first, second].map(({ line }) => line.isEnded)).toEqual([false, false, true])
    expect(waiting.bytes()).toBe(500)
  })

  test('[SYNC-303] a long frame that waits for many is in memory once, and counts once', () => {
    const waiting = openWaiting(undefined, 1000)
    const state = new Uint8Array(800)
    const lines = Array.from({ length: 50 }, () => {
      const { line, watched } = lineOf('hall')
      const { sent } = waiting.watch(watched)
      line.shared.push(state)
      line.waits = 800
      sent(800)
      return line
    })
    expect(lines.filter(({ isEnded }) => isEnded)).toHaveLength(0)
    for (const line of lines) line.waits += 10
    const { line, watched } = lineOf('hall')
    line.waits = 100
    waiting.watch(watched).sent(1000)
    expect(lines.some(({ isEnded }) => isEnded)).toBe(true)
  })
})

describe('places of those who follow', () => {
  test('[API-270] one address with the public link keeps no other follower out: when all places are taken it loses its newest, with 1013', async () => {
    const flooded = await Promise.all(
      Array.from({ length: followers + 20 }, (_, n) => follower(floodingCookie(n), flood)),
    )
    await until('those beyond are refused', () => figures().connections === followers)
    await until('and told why', () => flooded.filter(({ closed }) => closed()).length === 20)
    const hall = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const address = `203.0.113.${n % 2}`
        return follower(await cookieOf(room, token, address), address)
      }),
    )
    await until('as many gave way', () => flooded.filter(({ closed }) => closed()).length === 40)
    expect(flooded.flatMap(({ closed }) => closed() ?? [])).toEqual(
      Array.from({ length: 40 }, () => closeCode.overloaded),
    )
    expect(hall.map(({ closed }) => closed())).toEqual(hall.map(() => undefined))
  })

  test('[API-275] streams of words, lines that are collected and streams of the record of those who follow are bounded for all together: one address loses its newest to others, and members count for none', async () => {
    const { groupId, url } = room
    const asked: AbortController[] = []
    const kinds = { words: 'GET /api/stream', record: `GET /api/groups/${groupId}/record/events` }
    for (const kind of Object.values(kinds)) {
      const [method = '', path = ''] = kind.split(' ')
      const ask = async (headers: Record<string, string>) => {
        const ending = new AbortController()
        asked.push(ending)
        const { status, body } = await fetch(url + path, {
          method,
          headers,
          signal: ending.signal,
        })
        const stream = { status, hasEnded: false }
        const end = () => {
          stream.hasEnded = true
        }
        void body?.pipeTo(new WritableStream()).then(end, end)
        return stream
      }
      const fromFlood = (n: number) => ask({ Cookie: floodingCookie(n), 'X-Forwarded-For': flood })
      const flooded: Awaited<ReturnType<typeof ask>>[] = []
      for (let n = 0; n < followers + 5; n++) flooded.push(await fromFlood(n))
      expect(flooded.map(({ status }) => status)).toEqual([
        ...Array.from({ length: followers }, () => 200),
        ...Array.from({ length: 5 }, () => 429),
      ])
      const hall = await Promise.all(
        Array.from({ length: 8 }, async (_, n) => {
          const address = `203.0.113.${n % 2}`
          const cookie = await cookieOf(room, token, address)
          return ask({ Cookie: cookie, 'X-Forwarded-For': address })
        }),
      )
      expect(new Set(hall.map(({ status }) => status))).toEqual(new Set([200]))
      await until(
        'its newest gave way',
        () => flooded.slice(0, followers).filter(({ hasEnded }) => hasEnded).length === hall.length,
      )
      expect(flooded.slice(0, followers - hall.length).some(({ hasEnded }) => hasEnded)).toBe(false)
      // A line without a stream takes a place of the same.
      if (kind === kinds.words) {
        const headers = { Cookie: floodingCookie(0), 'X-Forwarded-For': flood }
        expect((await fetch(url + path, { method: 'POST', headers })).status).toBe(429)
      }
      for (let n = 0; n < 5; n++) expect((await ask(room.as('Brazil'))).status).toBe(200)
    }
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/turned_away_total\{what="word-streams"\} [6-9]/)
    expect(metrics).toMatch(/turned_away_total\{what="record-streams"\} [5-9]/)
    for (const ending of asked) ending.abort()
  })

  test('[API-271] three hundred behind one address follow ten texts each, beside a flood from another', () => {
    const places = openFairPlaces(10_000)
    let lost = 0
    for (let n = 0; n < 20_000; n++) places.enter('flood', () => undefined)
    for (let n = 0; n < 3000; n++)
      expect(places.enter('hall', () => void (lost += 1))).toBeDefined()
    for (let n = 0; n < 20_000; n++) places.enter('flood', () => undefined)
    expect(lost).toBe(0)
  })
})
