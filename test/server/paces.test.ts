/** How fast one person, one link and one address may ask: whoever goes too fast is told when to come back, and others go on. */
import { createServer, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressOf, countedAddress } from '#server/http/address'
import { boundSilentLines } from '#server/http/silent-lines'
import { openPace, openSharedPace } from '#server/identity/pace'
import { surplusByAddress } from '#server/identity/surplus-sessions'
import { openFairPlaces } from '#server/sync/fair-places'
import { CommentId, mintId, ThreadId } from '#shared/domain/ids'
import { manualClock } from '../support/manual-clock.ts'
import { newCommandId, randomBytes, type Served, startServed, until } from '../support/served.ts'
import { cookieOf, followToken, headOf, openLine, signIn } from '../support/strangers.ts'

// Time stands still between what tests say: a slow machine earns nobody anything.
const clock = manualClock()
let room: Served
let token: string
beforeAll(async () => {
  room = await startServed(undefined, {}, clock, undefined, undefined, 1)
  token = await followToken(room)
})
afterAll(async () => room.close())

/** Asks so often, by ten at a time, as a browser's few lines would. */
async function often(count: number, ask: () => Promise<Response>): Promise<Response[]> {
  const answers: Response[] = []
  while (answers.length < count)
    answers.push(...(await Promise.all(Array.from({ length: 10 }, ask))))
  return answers
}
const statusesOf = (answers: readonly Response[]) => answers.map(({ status }) => status)
const thread = () => ({
  type: 'open-thread',
  threadId: mintId(ThreadId, 'th', randomBytes()),
  topicId: room.topicId,
  anchor: { on: 'topic' },
  commentId: mintId(CommentId, 'c', randomBytes()),
  body: 'Words.',
})

describe('what one person asks', () => {
  test('[API-200] an observer who sends hundreds of commands records some tens, is told when to come back, and holds up nobody', async () => {
    await room.command('Chair', { type: 'set-observer-comments', allowed: true })
    const before = room.served.installation.records.stateOf(room.groupId)?.sequence ?? 0
    const answers = await often(60, () => room.command('Remote', thread()))
    const after = room.served.installation.records.stateOf(room.groupId)?.sequence ?? 0
    expect(after - before).toBe(30)
    const refused = answers.find(({ status }) => status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await room.command('Brazil', thread())).status).toBe(200)
  })

  test('[API-201] an act that came too fast used no key, and is done when it comes again under it', async () => {
    const [command, key] = [thread(), newCommandId()]
    clock.advance(1000)
    expect((await room.command('Remote', { type: 'ask-for-floor' })).status).toBe(200)
    const early = await room.command('Remote', command, key)
    expect(early.status).toBe(429)
    clock.advance(1000 * Number(early.headers.get('retry-after')))
    expect((await room.command('Remote', command, key)).status).toBe(200)
  })

  test('[API-202] answers to a temperature check and links are paced like commands', async () => {
    const flood = (seat: string, path: string, method: string, body?: unknown) =>
      often(155, () =>
        fetch(`${room.url}/api/groups/${room.groupId}/${path}`, {
          method,
          headers: { ...room.as(seat), 'Content-Type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
    const answers = await flood('India', 'temperature-check/answer', 'PUT', { stance: 'support' })
    expect(statusesOf(answers)).toContain(429)
    const links = await flood('Brazil', `members/${room.members['India']}/link`, 'POST')
    expect(statusesOf(links)).toContain(429)
    expect((await room.command('Chair', thread())).status).toBe(200)
  })

  test('[API-203] a reader who asks for the history without end is told to come back; other readers and members get it', async () => {
    const path = `${room.url}/api/groups/${room.groupId}/record/history`
    const cookie = await cookieOf(room, token, '198.51.100.1')
    const ask = (headers: Record<string, string>) => fetch(path, { headers })
    const flood = await often(210, () => ask({ Cookie: cookie }))
    expect(statusesOf(flood)).toContain(429)
    const other = await cookieOf(room, token, '198.51.100.2')
    expect((await ask({ Cookie: other })).status).toBe(200)
    expect((await ask(room.as('Brazil'))).status).toBe(200)
  })
})

describe('signing in', () => {
  test('[API-204] a hall behind one address gets in at once, and one address that goes on without end keeps no other out', () => {
    const time = { now: 0 }
    const each = { atOnce: 600, perSecond: 10 }
    const pace = openSharedPace(each, { atOnce: 1000, perSecond: 20 }, () => time.now)
    for (let person = 0; person < 300; person++) expect(pace.take('hall')).toBe(0)
    let taken = 0
    for (let n = 0; n < 5000; n++) if (pace.take('flood') === 0) taken += 1
    expect(taken).toBeLessThanOrEqual(600)
    for (let second = 0; second < 60; second++) {
      time.now += 1000
      for (let n = 0; n < 100; n++) pace.take('flood')
      expect(pace.take(`home${second}`)).toBe(0)
    }
  })

  test('[API-205] when too many readers are signed in, those of the address with the most go, oldest first', () => {
    const kept = (from: string, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        hash: `${from}${n}`,
        session: { signedIn: [], formers: [], from, expiresAt: new Date(n * 1000).toISOString() },
      }))
    const surplus = surplusByAddress([...kept('hall', 300), ...kept('flood', 900)], 700)
    expect(surplus).toHaveLength(500)
    expect(surplus.every(({ session }) => session.from === 'flood')).toBe(true)
    expect(surplus[0]?.hash).toBe('flood0')
  })

  test('[API-206] one personal link opened without end is told to come back; an address that guesses links shuts no member out', async () => {
    const flood = await often(55, () => signIn(room, room.tokens['Chair'] ?? ''))
    expect(statusesOf(flood)).toContain(429)
    const { identity } = room.served.installation
    for (let n = 0; n < 600; n++)
      await identity.open(String(n).padStart(43, 'x'), undefined, undefined, '203.0.113.1')
    expect((await signIn(room, 'x'.repeat(43), '203.0.113.1')).status).toBe(429)
    expect((await signIn(room, token, '203.0.113.1')).status).toBe(429)
    expect((await signIn(room, room.tokens['Brazil'] ?? '', '203.0.113.1')).status).toBe(201)
    expect((await signIn(room, token, '203.0.113.2')).status).toBe(201)
  })

  test('[API-207] whoever was kept is forgotten when they are as good as new: a pace holds no list that grows for ever', () => {
    const time = { now: 0 }
    const pace = openPace({ atOnce: 1, perSecond: 1 }, () => time.now)
    expect(pace.take('one')).toBe(0)
    expect(pace.take('one')).toBe(1000)
    for (let n = 0; n < 3000; n++) {
      time.now += 1000
      pace.take(`other${n}`)
    }
    expect(pace.size()).toBeLessThan(1100)
  })
})

describe('addresses', () => {
  test('[API-208] IPv4 counts as it is, IPv6 by its network, and what a sender says of itself counts for nothing', () => {
    expect(countedAddress('192.0.2.7')).toBe('192.0.2.7')
    expect(countedAddress('::ffff:192.0.2.7')).toBe('192.0.2.7')
    const network = countedAddress('2001:db8:1:2:aaaa::1')
    expect(countedAddress('2001:0db8:0001:0002:bbbb:cccc:dddd:eeee')).toBe(network)
    expect(countedAddress('2001:db8:1:3::1')).not.toBe(network)
    expect(countedAddress('2001:db8::1')).toBe(countedAddress('2001:db8:0:0:5::'))
  })

  test('[API-209] behind a proxy the address is the one that the proxy saw, and without one what is forwarded is not believed', async () => {
    const seen: string[] = []
    const server = createServer((asked, answer) => {
      seen.push(addressOf(asked, 0), addressOf(asked, 1), addressOf(asked, 2))
      answer.end()
    })
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
    const { port } = server.address() as AddressInfo
    const headers = { 'X-Forwarded-For': '6.6.6.6, 198.51.100.3, 192.0.2.4' }
    await new Promise((settle) => request({ port, host: '127.0.0.1', headers }, settle).end())
    expect(seen).toEqual(['127.0.0.1', '192.0.2.4', '198.51.100.3'])
    server.closeAllConnections()
    server.close()
  })

  test('[API-210] when all places are taken the address with the most gives one up, and a newcomer of that address finds it full', () => {
    const places = openFairPlaces(100)
    const givenUp: string[] = []
    const enter = (side: string) => places.enter(side, () => givenUp.push(side))
    for (let n = 0; n < 100; n++) expect(enter('flood')).toBeDefined()
    expect(enter('flood')).toBeUndefined()
    for (let n = 0; n < 40; n++) expect(enter('hall')).toBeDefined()
    const leave = enter('home')
    expect(leave).toBeDefined()
    expect(givenUp).toEqual(Array.from({ length: 41 }, () => 'flood'))
    leave?.()
    leave?.()
    expect(enter('flood')).toBeDefined()
    expect(enter('flood')).toBeUndefined()
  })

  test('[API-211] lines that say nothing are bounded: the address with the most loses its newest, and others are served', async () => {
    const server = createServer((_, answer) => answer.end('here'))
    boundSilentLines(server, 20)
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
    const { port } = server.address() as AddressInfo
    const lines: Socket[] = []
    let lost = 0
    for (let n = 0; n < 50; n++) {
      const line = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' })
      line
        .on('error', () => undefined)
        .on('close', () => {
          lost += 1
        })
      lines.push(line)
    }
    await until('those beyond are gone', () => lost === 30)
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    expect(await answer.text()).toBe('here')
    await until('one gave its place', () => lost === 31)
    for (const line of lines) line.destroy()
    server.closeAllConnections()
    server.close()
  })

  test('[API-212] an upgrade to no address of ours is answered and ended, though its sender never ends it', async () => {
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': 13 }
    const line = openLine(room, headOf('GET', '/nothing', upgrade))
    expect(await line.closed).toContain(' 404 ')
    await until('the server let go', async () => {
      line.socket.write('x')
      return line.socket.destroyed
    })
  })
})
