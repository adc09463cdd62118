/** A stranger with the public link, or with nothing: neither memory nor the places of other followers are theirs to use up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { closeCode } from '#shared/protocol/close-codes'
import { limits } from '#shared/protocol/frames'
import { encodeUp } from '#shared/protocol/stream'
import { followStream } from '../support/record-stream.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { cookieOf, followToken, headOf, openLine, type RawLine } from '../support/strangers.ts'

let room: Served
let token: string
beforeAll(async () => {
  room = await startServed(undefined, {}, undefined, undefined, undefined, 1)
  token = await followToken(room)
})
afterAll(async () => room.close())

const megabyte = 1024 * 1024
const unfinishedBytes = () => room.served.installation.rooms.figures().unfinishedBytes
/** Two members still write to one another. */
async function othersGoOn(): Promise<void> {
  const [brazil, india] = [room.provider('Brazil'), room.provider('India')]
  await until('synced', () => brazil.synced && india.synced)
  const words = `Words ${Math.random()} ${'z'.repeat(20_000)}`
  typeParagraph(brazil.doc, words)
  await until('they came', () => wordsOf(india.doc).includes(words))
  brazil.destroy()
  india.destroy()
}

async function socketOf(cookie: string): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const address = `${room.url.replace('http', 'ws')}/sync/${room.textId}`
  const socket = new WebSocket(address, { headers: { Cookie: cookie } })
  socket.on('error', () => undefined)
  const closed = new Promise<number>((settle) => socket.on('close', settle))
  await new Promise((settle) => socket.on('open', settle))
  return { socket, closed }
}

/** A stream of frames, and its name. */
async function streamOf(cookie: string) {
  const stream = followStream(`${room.url}/api/stream`, { Cookie: cookie })
  await until('it has a name', () => stream.heard().includes('event: open'))
  const name = /data: (\S+)/.exec(stream.heard())?.[1] ?? ''
  return { stream, path: `/api/stream/${name}` }
}

describe('what readers send', () => {
  test('[SYNC-256] a reader may send 64 kB a message over a WebSocket: a longer one is closed with 1009, also before it ends', async () => {
    const cookie = await cookieOf(room, token)
    const [whole, pieces, short] = await Promise.all([1, 2, 3].map(() => socketOf(cookie)))
    const awareness = (bytes: number) => {
      const message = Buffer.alloc(bytes)
      message.writeUInt8(1, 0)
      return message
    }
    whole?.socket.send(awareness(70_000))
    pieces?.socket.send(awareness(40_000), { fin: false })
    pieces?.socket.send(awareness(40_000), { fin: false })
    expect(await whole?.closed).toBe(closeCode.tooLarge)
    expect(await pieces?.closed).toBe(closeCode.tooLarge)
    expect(short?.socket.readyState).toBe(WebSocket.OPEN)
    short?.socket.terminate()
    await othersGoOn()
  })

  test('[SYNC-257] over HTTP a reader may send as much in a request: a longer one is answered 413, with a length and without', async () => {
    const cookie = await cookieOf(room, token)
    const { stream, path } = await streamOf(cookie)
    const type = { 'Content-Type': 'application/octet-stream', Cookie: cookie }
    const declared = openLine(
      room,
      headOf('POST', path, { ...type, 'Content-Length': 16 * megabyte }),
    )
    await until('it is answered', () => declared.heard().includes(' 413 '))
    const chunked = openLine(
      room,
      headOf('POST', path, { ...type, 'Transfer-Encoding': 'chunked' }),
    )
    const chunk = Buffer.alloc(0x8000)
    for (let n = 0; n < 4; n++)
      chunked.socket.write(Buffer.concat([Buffer.from('8000\r\n'), chunk, Buffer.from('\r\n')]))
    await until('it is answered', () => chunked.heard().includes(' 413 '))
    const open = encodeUp([{ kind: 'open', channel: 1, text: room.textId, optIn: false }])
    const answer = await fetch(room.url + path, {
      method: 'POST',
      headers: type,
      body: new Uint8Array(open),
    })
    expect(answer.status).toBe(204)
    for (const line of [declared, chunked]) line.socket.destroy()
    await stream.end()
  })

  test('[SYNC-258] a member whose text is frozen may still send long words, which are refused in words of their own', async () => {
    const mode = (to: string) =>
      room.command('Chair', { type: 'set-drafting-mode', textId: room.textId, mode: to })
    await mode('frozen')
    const brazil = room.provider('Brazil', { optIn: true })
    let code = 0
    brazil.on('connection-close', (event: { code: number } | null) => {
      code = event?.code ?? 0
    })
    await until('synced', () => brazil.synced)
    const heard: number[] = []
    brazil.messageHandlers[101] = () => void heard.push(101)
    typeParagraph(brazil.doc, 'x'.repeat(100_000))
    await until('refused', () => heard.length > 0)
    expect(code).toBe(0)
    brazil.destroy()
    await mode('open')
  })
})

describe('memory', () => {
  test('[SYNC-259] forty follow sign-ins that upload without end, and hundreds of strangers, hold no more than their bound; others go on', {
    timeout: 240_000,
  }, async () => {
    const cookies = await Promise.all(
      Array.from({ length: 40 }, (_, n) => cookieOf(room, token, `198.51.100.${n}`)),
    )
    const sockets = await Promise.all(cookies.map(socketOf))
    const piece = Buffer.alloc(60 * 1024)
    let most = 0
    const look = setInterval(() => {
      most = Math.max(most, unfinishedBytes())
    }, 5)
    for (const { socket } of sockets)
      for (let n = 0; n < 20; n++) socket.send(piece, { fin: false }, () => undefined)
    // A body of almost 64 kB that never ends, without a sign-in, from six hundred addresses.
    const json = { 'Content-Type': 'application/json', 'Content-Length': limits.readerMessage }
    const lines: RawLine[] = []
    for (let n = 0; n < 600; n++) {
      const address = { 'X-Forwarded-For': `10.0.${n >> 8}.${n & 255}` }
      lines.push(openLine(room, headOf('POST', '/api/session', { ...json, ...address }), piece))
    }
    for (const { closed } of sockets) expect(await closed).toBe(closeCode.tooLarge)
    const isSome = () => lines.some((line) => line.heard().includes(' 429 '))
    await until('some were turned away', isSome)
    await until('the rest is held', () => unfinishedBytes() > 20 * megabyte)
    expect(await (await fetch(`${room.url}/metrics`)).text()).toMatch(/adref_unfinished_bytes \d/)
    await cookieOf(room, token, '203.0.113.9')
    await othersGoOn()
    clearInterval(look)
    expect(most).toBeLessThan(40 * megabyte)
    for (const { socket } of lines) socket.destroy()
    await until('nothing is held', () => unfinishedBytes() === 0)
  })
})
