/** Words that wait for each other: found out before they touch the document, and no burden for those who type. */
import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { placingOrder } from '#server/sync/placeable'
import { frame } from '#shared/protocol/frames'
import { rawOn } from '../support/raw-socket.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { syncFrame } from '../support/sync-frames.ts'

interface Letter {
  readonly client: number
  readonly clock: number
  readonly after: { readonly client: number; readonly clock: number } | undefined
}

/** An update of single letters, grouped by client, each after the one that it names or else first. */
function updateOfLetters(letters: readonly Letter[]): Uint8Array {
  const clients = [...new Set(letters.map(({ client }) => client))].toSorted((a, b) => b - a)
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clients.length)
  for (const client of clients) {
    const own = letters.filter((letter) => letter.client === client)
    for (const number of [own.length, client, own[0]?.clock ?? 0])
      encoding.writeVarUint(encoder, number)
    for (const { after } of own) {
      encoding.writeUint8(encoder, after ? 0x84 : 4)
      if (after) {
        encoding.writeVarUint(encoder, after.client)
        encoding.writeVarUint(encoder, after.clock)
      } else {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarString(encoder, 'words')
      }
      encoding.writeVarString(encoder, 'x')
    }
  }
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/** Two letters, each of which stands behind the other. */
const circle = (one: number, other: number) =>
  updateOfLetters([
    { client: one, clock: 0, after: { client: other, clock: 0 } },
    { client: other, clock: 0, after: { client: one, clock: 0 } },
  ])

/** What Yjs itself makes of it. */
function isPlacedByYjs(update: Uint8Array): boolean {
  const doc = new Y.Doc()
  try {
    Y.applyUpdate(doc, update)
  } catch {
    return false
  }
  return doc.store.pendingStructs === null && doc.store.pendingDs === null
}

describe('placing words', () => {
  test('[SYNC-61] whatever waits for whatever: what is found placeable is what Yjs places', () => {
    const clients = 4
    const most = 6
    const pick = fc.option(
      fc.record({
        client: fc.integer({ min: 1, max: clients }),
        clock: fc.integer({ min: 0, max: most - 1 }),
      }),
      { nil: undefined },
    )
    fc.assert(
      fc.property(
        fc.array(fc.array(pick, { minLength: 1, maxLength: most }), {
          minLength: 1,
          maxLength: clients,
        }),
        (own) => {
          const letters = own.flatMap((afters, index) =>
            afters.map((after, clock): Letter => ({ client: index + 1, clock, after })),
          )
          const update = updateOfLetters(letters)
          const order = placingOrder(new Y.Doc(), Y.decodeUpdate(update))
          expect(order !== undefined).toBe(isPlacedByYjs(update))
        },
      ),
    )
  })
})

describe('in a room', () => {
  let room: Served
  afterEach(async () => room.close())

  test('[SYNC-62] words that wait for each other are refused before they touch the text: no socket ends, and others go on', async () => {
    room = await startServed(undefined, { socketsPerMember: 50 })
    const india = room.provider('India')
    await until('synced', () => india.synced)
    typeParagraph(india.doc, 'India writes.')
    const hostile = await Promise.all(
      Array.from({ length: 40 }, () => rawOn(room, WebSocket, 'Brazil', room.textId)),
    )
    const { doc } = india
    for (const [index, { socket }] of hostile.entries()) {
      socket.send(syncFrame(1, Uint8Array.of(0, 0)))
      socket.send(syncFrame(2, circle(10 + 2 * index, 11 + 2 * index)))
    }
    for (const { heard } of hostile)
      await until('refused', () => heard.some(([type]) => type === frame.refused))
    expect(room.served.installation.rooms.figures().connections).toBe(41)
    typeParagraph(doc, 'India goes on.')
    const chair = room.provider('Chair')
    await until('heard', () => wordsOf(chair.doc).includes('India goes on.'))
    for (const { socket } of hostile) socket.close()
  })
})
