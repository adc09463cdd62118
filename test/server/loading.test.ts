/** Texts are loaded when they are asked for: once, and never as something that they are not. Sockets come from our own pages. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { serve } from '#server/serve'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { mark } from '#shared/flow/acts'
import { flowOf, newFlowDoc } from '#shared/flow/flow-doc'
import { readText } from '#shared/flow/read-text'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { HttpSocket } from '../../client/live/http-socket.ts'
import { damageRecord } from '../support/damage.ts'
import { draftOf, placeOfWords } from '../support/flow-edits.ts'
import { rawOn } from '../support/raw-socket.ts'
import {
  randomBytes,
  type Served,
  silent,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'
import { docOf, isSame } from '../support/updates.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function addText(room: Served): Promise<TextId> {
  const textId = mintId(TextId, 't', randomBytes())
  const made = await room.command('Chair', {
    type: 'add-recommendation',
    recommendationId: mintId(RecommendationId, 'r', randomBytes()),
    topicId: room.topicId,
    title: 'Second',
    textId,
  })
  expect(made.status).toBe(200)
  return textId
}

describe('loading', () => {
  test('[SYNC-27] a text whose log is damaged is closed with 1011 and never shown as empty, and the others go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'adref-'))
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
    const dataFolder = join(folder, 'data')
    const room = await startServed(dataFolder)
    const other = await addText(room)
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    for (const words of ['One.', 'Two.']) {
      typeParagraph(brazil.doc, words)
      const witness = room.provider('Chair')
      await until('saved', () => wordsOf(witness.doc).includes(words))
    }
    const { port } = room.served
    await room.close()
    await damageRecord(dataFolder, room.textId, 1)
    const limits = { messagesPerSecond: 100, socketsPerMember: 20, memoryBytes: 2 ** 30 }
    const again = await serve(
      {
        port,
        host: 'localhost',
        dataFolder,
        publicUrl: undefined,
        logLevel: 'silent',
        limits,
        heartbeat: 10_000,
        trustedProxies: 0,
      },
      join(process.cwd(), 'dist/client'),
      silent,
    )
    if ('failure' in again) throw new Error(again.failure)
    cleanUps.push(() => again.stop())
    for (const carrier of [WebSocket, HttpSocket]) {
      const socket = await rawOn(room, carrier, 'Brazil', room.textId)
      expect(await socket.closed).toBe(closeCode.internal)
      expect(socket.heard).toEqual([])
    }
    const asked = await fetch(`${room.url}/api/texts/${room.textId}`, { headers: room.as('Chair') })
    expect(asked.status).toBe(500)
    expect((await asked.json()).code).toBe('internal')
    const [india, chair] = ['India', 'Chair'].map((seat) => room.provider(seat, { textId: other }))
    await until('the other text opens', () => india?.synced === true && chair?.synced === true)
    if (!india || !chair) return
    typeParagraph(india.doc, 'Still at work.')
    await until('heard', () => wordsOf(chair.doc).includes('Still at work.'))
    for (const provider of [brazil, india, chair]) provider.destroy()
  })

  test('[SYNC-28] a text is loaded once, however many ask for it at the same time', async () => {
    const room = await startServed()
    cleanUps.push(() => room.close())
    const textId = await addText(room)
    const { store } = room.served.installation
    const disk = { ...store }
    let loads = 0
    Object.assign(store, {
      readText(asked: TextId) {
        if (asked === textId) loads += 1
        return disk.readText(asked)
      },
    })
    const sockets = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        rawOn(room, index % 2 ? WebSocket : HttpSocket, index % 4 < 2 ? 'Brazil' : 'India', textId),
      ),
    )
    await until('all hear of it', () => sockets.every(({ heard }) => heard.length > 0))
    expect(loads).toBe(1)
    for (const { socket } of sockets) socket.close()
  })
})

describe('the log', () => {
  test('[SYNC-30] words that two make bold at once are bold for everybody, and the log has what all have: the server strikes nothing of it', async () => {
    const room = await startServed()
    cleanUps.push(() => room.close())
    const page = (client: number) => newFlowDoc(client, { gc: false })
    const witness = room.provider('Chair', { doc: page(1001) })
    await until('synced', () => witness.synced)
    typeParagraph(witness.doc, 'Words that two make bold.')
    const start = Y.encodeStateAsUpdate(witness.doc)
    // Neither knows of the other: two pairs of marks.
    for (const [at, seat] of ['Brazil', 'India'].entries()) {
      const doc = page(2000 + at)
      Y.applyUpdate(doc, start)
      const from = placeOfWords(flowOf(doc), 'Words')
      const update = updateOf((own) => mark(draftOf(own), from, from + 5, 'bold', {}), doc)
      const socket = await rawOn(room, WebSocket, seat, room.textId)
      socket.socket.send(syncFrame(2, update))
      await until('saved', () => socket.heard.some(([type]) => type === frame.saved))
      socket.socket.close()
    }
    const { snapshot, tail } = room.served.installation.store.readText(room.textId)
    const log = docOf([...snapshot, ...tail].flatMap(({ updates }) => updates))
    const newcomer = room.provider('Remote', { doc: page(3000) })
    await until('synced', () => newcomer.synced)
    expect(readText(newcomer.doc).words).toContainEqual(
      expect.objectContaining({
        inlines: [
          { type: 'words', words: 'Words', marks: [{ type: 'bold' }] },
          { type: 'words', words: ' that two make bold.', marks: [] },
        ],
      }),
    )
    expect(isSame(newcomer.doc, log)).toBe(true)
  })
})

describe('pages of other sites', () => {
  test('[SYNC-29] a socket and a stream that another site asks for are refused', async () => {
    const room = await startServed()
    cleanUps.push(() => room.close())
    const address = `${room.url.replace('http', 'ws')}/sync/${room.textId}?token=${room.tokens['Brazil'] ?? ''}`
    const statusFor = (origin: string): Promise<number> =>
      new Promise((settle) => {
        const socket = new WebSocket(address, { origin })
        socket.on('unexpected-response', (_request, response) => settle(response.statusCode ?? 0))
        socket.on('open', () => {
          settle(101)
          socket.close()
        })
        socket.on('error', () => undefined)
      })
    for (const origin of ['https://elsewhere.example', 'null', `${room.url}.elsewhere.example`])
      expect(await statusFor(origin)).toBe(403)
    expect(await statusFor(room.url)).toBe(101)

    const ends = new AbortController()
    const stream = await fetch(`${room.url}/api/stream`, {
      headers: room.as('Brazil'),
      signal: ends.signal,
    })
    const first = await stream.body?.getReader().read()
    const name = /data: (\S+)/.exec(new TextDecoder().decode(first?.value))?.[1] ?? ''
    const post = async (headers: Record<string, string>) => {
      const answer = await fetch(`${room.url}/api/stream/${name}`, {
        method: 'POST',
        headers: {
          ...room.as('Brazil'),
          'Content-Type': 'application/octet-stream',
          ...headers,
        },
        body: Uint8Array.from([2, frame.awareness]),
      })
      return answer.status
    }
    expect(await post({ Origin: 'https://elsewhere.example' })).toBe(403)
    expect(await post({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403)
    expect(await post({ 'Sec-Fetch-Site': 'same-site' })).toBe(403)
    expect(await post({ Origin: room.url })).toBe(204)
    ends.abort()
  })
})
