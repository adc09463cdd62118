/** What the sync server bounds: memory, pace, sockets, presence; and that whoever keeps within the bounds notices nothing. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { mintId, RecommendationId, TextId } from '#shared/domain/ids'
import { flowOf } from '#shared/flow/flow-doc'
import { closeCode } from '#shared/protocol/close-codes'
import { HttpSocket } from '../../client/live/http-socket.ts'
import { caretAt, shownTo } from '../support/carets.ts'
import { blockOf, removeBlock } from '../support/flow-edits.ts'
import { type RawSocket, rawOn } from '../support/raw-socket.ts'
import {
  type Carrier,
  randomBytes,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
afterEach(async () => {
  vi.useRealTimers()
  await room.close()
  vi.unstubAllGlobals()
})

const figures = () => room.served.installation.rooms.figures()
const raw = (seat: string, textId: string = room.textId): Promise<RawSocket> =>
  rawOn(room, WebSocket, seat, textId)

/** Stops and resumes the reading of a carrier, whose own buffers then fill up to the server. */
interface Tap {
  readonly stop: (provider: WebsocketProvider) => void
  readonly resume: (provider: WebsocketProvider) => void
}
const socketOf = ({ ws }: WebsocketProvider): WebSocket => {
  if (!(ws instanceof WebSocket)) throw new Error('not a socket of ws')
  return ws
}
const socketTap = (): Tap => ({
  stop: (provider) => socketOf(provider).pause(),
  resume: (provider) => socketOf(provider).resume(),
})
/** Streams that are opened from now on pass by a gate. */
function streamTap(): Tap {
  let gate: Promise<void> | undefined
  let open: (() => void) | undefined
  const through = fetch
  vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
    const answer = await through(...request)
    const isStream = answer.headers.get('content-type') === 'text/event-stream'
    if (!isStream || !answer.body) return answer
    const gated = new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await gate
        controller.enqueue(chunk)
      },
    })
    return new Response(answer.body.pipeThrough(gated), answer)
  })
  return {
    stop() {
      gate = new Promise((settle) => {
        open = settle
      })
    },
    resume() {
      gate = undefined
      open?.()
    },
  }
}

/** Longer texts than a group writes: what is heavy here is what the texts weigh. */
const mostLetters = 10_000_000

describe('joining', () => {
  test('[SYNC-12] whoever joins a long text while others type has the whole of it when told synced', async () => {
    room = await startServed(undefined, { mostLetters })
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    for (let block = 0; block < 20; block++)
      typeParagraph(brazil.doc, `block ${block} ${'x'.repeat(50_000)}`)
    await until('all is saved', () => figures().unsavedBytes === 0 && figures().memoryBytes > 4e6)
    for (let join = 0; join < 15; join++) {
      typeParagraph(brazil.doc, `join ${join};`)
      const india = room.provider('India')
      let wordsWhenSynced = ''
      india.on('sync', (synced: boolean) => {
        if (synced) wordsWhenSynced = wordsOf(india.doc)
      })
      await until('synced', () => wordsWhenSynced !== '')
      for (let block = 0; block < 20; block++) expect(wordsWhenSynced).toContain(`block ${block} `)
      await until('the same', () => wordsOf(india.doc) === wordsOf(brazil.doc))
      india.destroy()
    }
  })
})

describe.each<[string, Carrier, () => Tap]>([
  ['WebSockets', WebSocket, socketTap],
  ['HTTP', HttpSocket, streamTap],
])('bounds of what is carried by %s', (_name, carrier, makeTap) => {
  test('[SYNC-13] who sends too fast is read later, loses nothing, and holds up nobody', async () => {
    room = await startServed(undefined, { messagesPerSecond: 20 })
    const [brazil, india] = [
      room.provider('Brazil', { carrier }),
      room.provider('India', { carrier }),
    ]
    await until('synced', () => brazil.synced && india.synced)
    for (let word = 0; word < 300; word++) typeParagraph(brazil.doc, `flood ${word};`)
    typeParagraph(india.doc, 'Calmly.')
    await until('the calm one is heard', () => wordsOf(brazil.doc).includes('Calmly.'))
    await until('all of the flood came', () => wordsOf(india.doc).includes('flood 299;'))
    expect(wordsOf(india.doc)).toContain('flood 0;')
  })

  test('[SYNC-16] what waits for a reader who stops reading is bounded, and they get the whole text when they read again', {
    timeout: 240_000,
  }, async () => {
    room = await startServed(undefined, { mostLetters })
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    const reader = new Y.Doc()
    const tap = makeTap()
    const remote = room.provider('Remote', { doc: reader, carrier })
    await until('synced', () => remote.synced)
    tap.stop(remote)
    let most = 0
    for (let round = 0; round < 14; round++) {
      while (blockOf(brazil.doc, 2)) removeBlock(brazil.doc, 1)
      typeParagraph(brazil.doc, `round ${round} ${'y'.repeat(1_000_000)}`)
      await until('saved', async () => {
        most = Math.max(most, figures().longestWireBytes)
        return room.served.installation.rooms
          .contentOf(room.textId)
          .words.some((block) => JSON.stringify(block).includes(`round ${round} `))
      })
    }
    expect(most).toBeLessThan(4 * 1024 * 1024)
    tap.resume(remote)
    await until('they have the whole', () => wordsOf(reader) === wordsOf(brazil.doc))
    await until('nothing waits', () => figures().longestWireBytes === 0)
  })
})

describe('bounds', () => {
  // Over HTTP there is none: a request is answered when its messages were taken in, and so its sender waits (SYNC-13).
  test('[SYNC-14] a flood without end is closed with 1013, and others go on', async () => {
    room = await startServed(undefined, { messagesPerSecond: 5 })
    const india = room.provider('India')
    await until('synced', () => india.synced)
    const flooder = await raw('Brazil')
    const doc = new Y.Doc()
    for (let word = 0; word < 2000; word++)
      flooder.socket.send(
        syncFrame(
          2,
          updateOf((own) => typeParagraph(own, 'x'), doc),
        ),
      )
    expect(await flooder.closed).toBe(closeCode.overloaded)
    typeParagraph(india.doc, 'Still here.')
    const witness = room.provider('Chair')
    await until('others go on', () => wordsOf(witness.doc).includes('Still here.'))
  })

  test('[SYNC-15] one member may have so many sockets, whatever their address', async () => {
    room = await startServed(undefined, { socketsPerMember: 3 })
    const open = await Promise.all([raw('Brazil'), raw('Brazil'), raw('Brazil')])
    expect(await (await raw('Brazil')).closed).toBe(closeCode.overloaded)
    const india = await raw('India')
    await until('another member is let in', () => india.heard.length > 0)
    open[0]?.socket.close()
    await until('one has left', () => figures().connections === 3)
    const again = await raw('Brazil')
    await until('a place is free again', () => again.heard.length > 0)
    for (const each of [...open, india, again]) each.socket.close()
  })

  test('[SYNC-17] texts beyond the memory budget are refused with 1013 while the open ones go on', async () => {
    room = await startServed(undefined, { memoryBytes: 1_500_000, mostLetters })
    const textId = mintId(TextId, 't', randomBytes())
    const made = await room.command('Chair', {
      type: 'add-recommendation',
      recommendationId: mintId(RecommendationId, 'r', randomBytes()),
      topicId: room.topicId,
      title: 'Second',
      textId,
    })
    expect(made.status).toBe(200)
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    typeParagraph(brazil.doc, 'z'.repeat(500_000))
    await until('in memory', () => figures().memoryBytes > 1_500_000)
    expect(await (await raw('India', textId)).closed).toBe(closeCode.overloaded)
    typeParagraph(brazil.doc, 'Goes on.')
    const india = room.provider('India')
    await until('goes on', () => wordsOf(india.doc).includes('Goes on.'))
  })
})

describe('messages that do not end', () => {
  test.each([
    ['Brazil', closeCode.overloaded],
    ['Remote', closeCode.tooLarge],
  ])(
    '[SYNC-64] what one member has begun to send over all sockets is bounded, and others go on: %s',
    async (seat, code) => {
      room = await startServed(undefined, { mostLetters })
      const open = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const address = `${room.url.replace('http', 'ws')}/sync/${room.textId}`
          const socket = new WebSocket(`${address}?token=${room.tokens[seat] ?? ''}`)
          const closed = new Promise<number>((settle) => socket.on('close', settle))
          await new Promise((settle) => socket.on('open', settle))
          return { socket, closed }
        }),
      )
      const begun = new Uint8Array(7 * 1024 * 1024)
      for (const { socket } of open) socket.send(begun, { fin: false })
      expect(await Promise.any(open.map(({ closed }) => closed))).toBe(code)
      const chair = room.provider('Chair')
      const india = room.provider('India')
      await until('synced', () => chair.synced && india.synced)
      typeParagraph(chair.doc, 'z'.repeat(1_000_000))
      await until('others go on', () => wordsOf(india.doc).length > 1_000_000)
      for (const { socket } of open) socket.terminate()
    },
  )
})

describe('what many single letters weigh', () => {
  test('[SYNC-63] a text of many small pieces counts for more than its bytes, and makes room when nobody has it open', async () => {
    room = await startServed(undefined, { memoryBytes: 2_000_000 })
    const second = mintId(TextId, 't', randomBytes())
    const made = await room.command('Chair', {
      type: 'add-recommendation',
      recommendationId: mintId(RecommendationId, 'r', randomBytes()),
      topicId: room.topicId,
      title: 'Second',
      textId: second,
    })
    expect(made.status).toBe(200)
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    // Each letter before the last one: Yjs cannot join them, and keeps an object for each.
    brazil.doc.transact(() => {
      typeParagraph(brazil.doc, 'a')
      const at = blockOf(brazil.doc, -1)?.from ?? 0
      for (let letter = 0; letter < 8000; letter++) flowOf(brazil.doc).insert(at, 'a')
    })
    const bytes = Y.encodeStateAsUpdate(brazil.doc).length
    await until('in memory', () => figures().memoryBytes > 3_000_000)
    expect(figures().memoryBytes).toBeGreaterThan(20 * bytes)
    expect(await (await raw('India', second)).closed).toBe(closeCode.overloaded)
    brazil.destroy()
    await until('nobody is there', () => figures().connections === 0)
    const india = room.provider('India', { textId: second })
    await until('the other text is let in', () => india.synced)
    expect(figures().texts).toBe(1)
    expect(figures().memoryBytes).toBeLessThan(2_000_000)
  })
})

describe('presence', () => {
  test('[SYNC-18] in a large room only those who write are shown', async () => {
    room = await startServed(undefined, { socketsPerMember: 400 })
    const crowd = await Promise.all(Array.from({ length: 201 }, () => raw('Remote')))
    const [brazil, india, chair] = [
      room.provider('Brazil'),
      room.provider('India'),
      room.provider('Chair'),
    ]
    await until('synced', () => brazil.synced && india.synced && chair.synced)
    typeParagraph(brazil.doc, 'Brazil writes.')
    await until('saved', () => wordsOf(chair.doc).includes('Brazil writes.'))
    india.awareness.setLocalStateField('cursor', caretAt(1))
    brazil.awareness.setLocalStateField('cursor', caretAt(2))
    const shown = (code: string) => shownTo(chair, code)
    await until('the writer is shown', () => shown('BR')?.['cursor'] !== undefined)
    expect(shown('IN')).toBeUndefined()
    typeParagraph(india.doc, 'India writes.')
    await until('saved', () => wordsOf(chair.doc).includes('India writes.'))
    india.awareness.setLocalStateField('cursor', caretAt(3))
    await until('now India is shown', () => shown('IN')?.['cursor'] !== undefined)
    for (const each of crowd) each.socket.close()
  })

  test('[SYNC-19] a reader who says nothing for over 30 seconds stays connected', async () => {
    // The server's rounds are set off by hand; its sockets, and what y-websocket sees of them, take the time that they take.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    room = await startServed()
    const remote = room.provider('Remote')
    remote.awareness.setLocalState(null)
    let closes = 0
    remote.on('connection-close', () => {
      closes += 1
    })
    await until('synced', () => remote.synced)
    let heard = 0
    socketOf(remote).on('message', () => {
      heard += 1
    })
    // y-websocket gives up when it has heard nothing for 30 seconds: in each of the rounds, a third as long, it hears something.
    for (let round = 1; round <= 4; round++) {
      const before = heard
      vi.advanceTimersByTime(10_000)
      await until('it heard from the server', () => heard > before)
    }
    expect(closes).toBe(0)
  })
})
