/** Bytes that no client would send: whatever comes, the server lives, the others go on, and the log tells what they see. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { breakLine, mark } from '#shared/flow/acts'
import { setLooks } from '#shared/flow/block-looks'
import { blocksOf } from '#shared/flow/blocks'
import { blockKeys, newFlowDoc } from '#shared/flow/flow-doc'
import { addTo } from '#shared/flow/table-acts'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { HttpSocket } from '../../client/live/http-socket.ts'
import { draftOf, removeBlock } from '../support/flow-edits.ts'
import { runsOf } from '../support/property-runs.ts'
import { rawOn } from '../support/raw-socket.ts'
import {
  type Carrier,
  type Served,
  startServed,
  typeParagraph,
  until,
  wordsOf,
} from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
/** Two well-behaved members who work in the text all the while. */
let writer: WebsocketProvider
let witness: WebsocketProvider
const uncaught: unknown[] = []
const remember = (cause: unknown) => uncaught.push(cause)

beforeAll(async () => {
  process.on('unhandledRejection', remember)
  process.on('uncaughtExceptionMonitor', remember)
  room = await startServed(undefined, { messagesPerSecond: 1_000_000, socketsPerMember: 1000 })
})
afterAll(async () => {
  await room.close()
  process.off('unhandledRejection', remember)
  process.off('uncaughtExceptionMonitor', remember)
})
beforeEach(async () => {
  writer = room.provider('Secretariat')
  witness = room.provider('India')
  await until('both are synced', () => writer.synced && witness.synced)
})
afterEach(() => {
  writer.destroy()
  witness.destroy()
})

/** Sends frames over one socket; gives back the code that the server closes it with. */
async function codeAfter(
  seat: string,
  frames: readonly Uint8Array[],
  carrier: Carrier = WebSocket,
): Promise<number> {
  const { socket, closed } = await rawOn(room, carrier, seat, room.textId)
  for (const bytes of frames) socket.send(bytes)
  return closed
}
/** A message of no type: what came before it has been dealt with when the socket closes. */
const last = Uint8Array.from([250, 1])

let typed = 0
/** The others still hear each other. */
async function othersGoOn(): Promise<void> {
  const words = `Word ${typed++}.`
  typeParagraph(writer.doc, words)
  await until('the others go on', () => wordsOf(witness.doc).includes(words))
  if (uncaught.length > 0) throw new Error('nobody caught it', { cause: uncaught[0] })
}

/** The words as the log on disk has them. */
function logged(): Y.Doc {
  const { snapshot, tail } = room.served.installation.store.readText(room.textId)
  const doc = new Y.Doc()
  for (const { updates } of [...snapshot, ...tail])
    for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}
const wordsOfLog = () => wordsOf(logged())
/** How much of whose words a document holds. */
const extent = (doc: Y.Doc) => Y.decodeStateVector(Y.encodeStateVector(doc))

const encode = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}
const withPayload = (type: number, payload: Uint8Array) =>
  encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    encoding.writeVarUint8Array(encoder, payload)
  })

const bytes = fc.uint8Array({ maxLength: 64 })
const number = fc.oneof(fc.nat(300), fc.nat(2 ** 32 - 1), fc.maxSafeNat())
/** Varints of more bytes than a number has. */
const hugeVarint = fc
  .integer({ min: 4, max: 40 })
  .map((length) => Uint8Array.from([...Array<number>(length).fill(255), 1]))
const vector = fc.array(fc.tuple(number, number), { maxLength: 5 }).map((entries) =>
  encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const each of entries.flat()) encoding.writeVarUint(encoder, each)
  }),
)
const deepJson = fc.oneof(
  fc.integer({ min: 1, max: 1900 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 700 }).map((depth) => '{"a":'.repeat(depth) + '0' + '}'.repeat(depth)),
  fc.constantFrom('null', '0', '', '{', '{"__proto__":{"x":1}}', '{"user":null}', '[]'),
  fc.json(),
)
const awareness = fc.array(fc.tuple(number, number, deepJson), { maxLength: 3 }).map((entries) =>
  encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [clientId, clock, json] of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  }),
)
/** Words on top of what the others wrote: text, marks, looks, deletions, rows, line breaks. */
const words = fc.tuple(fc.integer({ min: 1, max: 2 ** 31 }), fc.nat(4)).map(([client, kind]) => {
  const doc = newFlowDoc(client, { gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(witness.doc))
  const before = Y.encodeStateVector(doc)
  const blockId = `b${client}`
  typeParagraph(doc, 'Abc def', blockId)
  setLooks(blockKeys(doc), blockId, { kind: 'heading', level: 2 })
  const draft = draftOf(doc)
  const { from } = blocksOf(draft.flow).at(-1) ?? { from: 0 }
  if (kind > 0) mark(draft, from + 1, from + 4, 'bold', {})
  if (kind > 1) removeBlock(doc, 0)
  if (kind > 2) addTo(doc, 'rows', 'tasks', `row_${client}`, 0)
  if (kind > 3) breakLine(draft, draft.flow.length - 1, `l${client}`)
  return Y.encodeStateAsUpdate(doc, before)
})
const whole = fc.oneof(
  vector.map((payload) => syncFrame(0, payload)),
  fc.tuple(fc.constantFrom(1, 2), words).map(([message, update]) => syncFrame(message, update)),
  awareness.map((payload) => withPayload(frame.awareness, payload)),
  fc.constant(Uint8Array.from([frame.queryAwareness])),
)
const flips = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 4 })
const flip = (sent: Uint8Array, places: readonly (readonly [number, number])[]): Uint8Array => {
  const flipped = Uint8Array.from(sent)
  for (const [place, bit] of places) {
    const at = place % Math.max(1, flipped.length)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
  }
  return flipped
}
const type = fc.constantFrom(...Object.values(frame), 4, 99, 102, 255)
const anything = fc.oneof(
  whole,
  fc.tuple(whole, flips).map(([sent, places]) => flip(sent, places)),
  fc.tuple(whole, fc.nat()).map(([sent, end]) => sent.subarray(0, end % (sent.length + 1))),
  bytes,
  fc
    .tuple(type, fc.oneof(bytes, hugeVarint))
    .map(([kind, rest]) => Uint8Array.from([kind & 127, ...rest])),
  fc
    .tuple(type, fc.nat(3), hugeVarint)
    .map(([kind, message, rest]) => Uint8Array.from([kind & 127, message, ...rest])),
  fc.tuple(fc.nat(2), bytes).map(([message, payload]) => syncFrame(message, payload)),
)
/** What can only be malformed: cut off, of a type or kind that is none, or one that only the server sends. */
const malformed = fc.oneof(
  fc
    .tuple(
      whole.filter((sent) => sent.length > 1),
      fc.nat(),
    )
    .map(([sent, end]) => sent.subarray(0, end % sent.length)),
  fc
    .tuple(fc.constantFrom(frame.auth, frame.saved, frame.refused, 4, 99, 102, 127), bytes)
    .map(([kind, rest]) => Uint8Array.from([kind, ...rest])),
  fc
    .tuple(fc.integer({ min: 3, max: 127 }), bytes)
    .map(([message, payload]) => syncFrame(message, payload)),
  fc
    .tuple(fc.constantFrom(frame.sync, frame.awareness), hugeVarint)
    .map(([kind, rest]) => Uint8Array.from([kind, ...rest])),
)
const once = { endOnFailure: true } as const

describe('bytes that no client would send', () => {
  test.each<[string, Carrier, Parameters<typeof runsOf>[0]]>([
    ['WebSockets', WebSocket, 'frames'],
    ['HTTP', HttpSocket, 'framesOverHttp'],
  ])(
    '[SYNC-22] whatever bytes a reader sends, the server lives, the others go on, and the words stay what they were: %s',
    async (_name, carrier, kind) => {
      const property = fc.asyncProperty(
        fc.array(anything, { minLength: 1, maxLength: 12 }),
        async (frames) => {
          const before = wordsOf(witness.doc)
          expect(await codeAfter('Remote', [...frames, last], carrier)).toBe(closeCode.malformed)
          expect(wordsOfLog()).toBe(before)
          expect(wordsOf(witness.doc)).toBe(before)
          await othersGoOn()
        },
      )
      await fc.assert(property, { ...once, numRuns: runsOf(kind) })
    },
  )

  test('[SYNC-23] what can only be malformed closes its sender with 4400 and nobody else', async () => {
    const dropped: unknown[] = []
    for (const each of [writer, witness])
      each.on('connection-close', (event) => dropped.push(event))
    const property = fc.asyncProperty(
      fc.constantFrom('Brazil', 'Remote'),
      malformed,
      async (seat, sent) => {
        expect(await codeAfter(seat, [sent])).toBe(closeCode.malformed)
      },
    )
    await fc.assert(property, once)
    expect(dropped).toEqual([])
    await othersGoOn()
  })

  test('[SYNC-24] a writer’s damaged words show nobody, newcomers included, more or less than the log has', async () => {
    const damaged = fc.tuple(fc.constantFrom(1, 2), words, flips).map(([message, update, places]) =>
      // The bytes after the length are flipped, so that the words are read as far as they go.
      syncFrame(message, flip(update, places)),
    )
    const property = fc.asyncProperty(
      fc.array(damaged, { minLength: 1, maxLength: 8 }),
      async (frames) => {
        // Words of the same turn that were sound go back with the damaged ones: their sender is told to send again.
        expect([closeCode.malformed, closeCode.rightsChanged]).toContain(
          await codeAfter('Brazil', [...frames, last]),
        )
        await room.served.installation.rooms.settled()
        await othersGoOn()
        const newcomer = room.provider('Remote')
        await until('the newcomer is synced', () => newcomer.synced)
        // Damaged words may contradict themselves, and then stand elsewhere for each: what is there is the same.
        expect(extent(newcomer.doc)).toEqual(extent(logged()))
        expect(extent(witness.doc)).toEqual(extent(logged()))
        newcomer.destroy()
      },
    )
    await fc.assert(property, once)
  })

  test.each<[string, Carrier]>([
    ['WebSockets', WebSocket],
    ['HTTP', HttpSocket],
  ])(
    '[SYNC-26] a message of each type, cut off at each byte, ends its sender and changes nothing: %s',
    async (_name, carrier) => {
      const presence = encode((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint(encoder, 7)
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarString(encoder, '{"cursor":null}')
      })
      const update = updateOf((doc) => typeParagraph(doc, 'Cut.'))
      // What comes after in the same packet must not be taken for the rest.
      const innocent = Array.from({ length: 20 }, () => syncFrame(1, Uint8Array.from([0, 0])))
      // Contradictory words of the test before may stand elsewhere in the log: each is compared with itself.
      const [before, logBefore] = [wordsOf(witness.doc), wordsOfLog()]
      for (const sent of [
        syncFrame(0, Y.encodeStateVectorFromUpdate(update)),
        syncFrame(1, update),
        syncFrame(2, update),
        withPayload(frame.awareness, presence),
        Uint8Array.from([frame.queryAwareness]),
      ]) {
        const cuts = Array.from({ length: sent.length }, (_, end) => sent.subarray(0, end))
        const codes = await Promise.all(
          cuts.map((cut) => codeAfter('Brazil', [cut, ...innocent], carrier)),
        )
        expect(new Set(codes)).toEqual(new Set([closeCode.malformed]))
      }
      expect(wordsOf(witness.doc)).toBe(before)
      expect(wordsOfLog()).toBe(logBefore)
      await othersGoOn()
    },
  )
})
