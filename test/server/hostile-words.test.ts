/** Words that Yjs would take and that nobody could read, or that cost the server more than their sender. */
import { isDeepStrictEqual } from 'node:util'
import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { flowOf } from '#shared/flow/flow-doc'
import { closeCode } from '#shared/protocol/close-codes'
import { frame } from '#shared/protocol/frames'
import { caretAt, shownTo } from '../support/carets.ts'
import { rawOn } from '../support/raw-socket.ts'
import { type Served, startServed, typeParagraph, until, wordsOf } from '../support/served.ts'
import { syncFrame, updateOf } from '../support/sync-frames.ts'

let room: Served
afterEach(async () => room.close())

const raw = (seat: string) => rawOn(room, WebSocket, seat, room.textId)
const hears = async (seat: string, update: Uint8Array, kind: number) => {
  const socket = await raw(seat)
  socket.socket.send(syncFrame(1, update))
  await until('answered', () => socket.heard.some(([type]) => type === kind))
  socket.socket.close()
}
/** The others still hear each other, and so do newcomers. */
async function othersGoOn(): Promise<void> {
  const [india, chair] = [room.provider('India'), room.provider('Chair')]
  await until('synced', () => india.synced && chair.synced)
  typeParagraph(india.doc, 'India goes on.')
  await until('heard', () => wordsOf(chair.doc).includes('India goes on.'))
}

/** An embed of boxes in boxes, so many levels deep. */
function nested(levels: number): Uint8Array {
  let inside: unknown = 'b'
  for (let level = 0; level < levels; level += 1) inside = { block: inside }
  return updateOf((doc) => flowOf(doc).insertEmbed(0, Object(inside)))
}
describe('words that nobody could read', () => {
  test('[SYNC-31] lengths whose sum nobody can count, and embeds that nobody can walk, are refused; what people write is not', async () => {
    room = await startServed()
    const encoder = encoding.createEncoder()
    for (const number of [1, 9, 4242, 0]) encoding.writeVarUint(encoder, number)
    for (let each = 0; each < 9; each++) {
      encoding.writeUint8(encoder, 0)
      encoding.writeVarUint(encoder, 2 ** 55)
    }
    encoding.writeVarUint(encoder, 0)
    await hears('Brazil', encoding.toUint8Array(encoder), frame.refused)
    await hears('Brazil', nested(1000), frame.refused)
    await hears('Brazil', nested(2), frame.refused)
    await hears('Brazil', nested(1), frame.saved)
    await othersGoOn()
  })

  test('[SYNC-32] a reader’s endless list of deletions holds nobody up', async () => {
    room = await startServed()
    const brazil = room.provider('Brazil')
    await until('synced', () => brazil.synced)
    typeParagraph(brazil.doc, 'x'.repeat(2000))
    const { clientID } = brazil.doc
    brazil.destroy()
    // Each deletion is of the same words: a conforming client never repeats itself.
    const encoder = encoding.createEncoder()
    for (const number of [0, 1, clientID, 100_000]) encoding.writeVarUint(encoder, number)
    for (let each = 0; each < 100_000; each++) {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, 4)
    }
    const update = encoding.toUint8Array(encoder)
    const reader = await raw('Remote')
    reader.socket.send(syncFrame(1, update))
    await othersGoOn()
    reader.socket.close()
  })

  test('[SYNC-33] whoever comes back after a silent loss is seen again under the same client id, and nobody else takes it', async () => {
    room = await startServed()
    const chair = room.provider('Chair')
    const brazil = room.provider('Brazil')
    await until('synced', () => chair.synced && brazil.synced)
    brazil.awareness.setLocalStateField('cursor', caretAt(1))
    const cursorOf = () => shownTo(chair, 'BR')?.['cursor']
    await until('seen', () => cursorOf() !== undefined)
    // The same document on a new line, while the old one still counts as open.
    const again = room.provider('Brazil', { doc: brazil.doc })
    await until('synced', () => again.synced)
    again.awareness.setLocalStateField('cursor', caretAt(2))
    await until('seen on the new line', () => isDeepStrictEqual(cursorOf(), caretAt(2)))
    const presence = encoding.createEncoder()
    for (const number of [1, brazil.doc.clientID, 1_000_000])
      encoding.writeVarUint(presence, number)
    encoding.writeVarString(presence, JSON.stringify({ cursor: caretAt(3) }))
    const message = encoding.createEncoder()
    encoding.writeVarUint(message, frame.awareness)
    encoding.writeVarUint8Array(message, encoding.toUint8Array(presence))
    const india = await raw('India')
    india.socket.send(encoding.toUint8Array(message))
    india.socket.send(Uint8Array.of(127))
    expect(await india.closed).toBe(closeCode.malformed)
    expect(cursorOf()).toEqual(caretAt(2))
  })

  test('[SYNC-340] a caret of a strange shape is shown to nobody, whoever has it is, and the next one is shown again', async () => {
    room = await startServed()
    const [chair, brazil] = [room.provider('Chair'), room.provider('Brazil')]
    await until('synced', () => chair.synced && brazil.synced)
    const stateOf = () => shownTo(chair, 'BR')
    const ends = { tname: null, item: null }
    for (const cursor of [
      { anchor: 5, head: 5 },
      { anchor: ends, head: ends },
      { anchor: { tname: 'elsewhere' }, head: { tname: 'flow' } },
      { anchor: { item: { client: -1, clock: 'x' } }, head: null },
      'here',
      [],
    ]) {
      brazil.awareness.setLocalStateField('cursor', caretAt(1))
      await until('a caret is shown', () => isDeepStrictEqual(stateOf()?.['cursor'], caretAt(1)))
      brazil.awareness.setLocalStateField('cursor', cursor)
      await until('none is shown', () => stateOf()?.['cursor'] === null)
      expect(stateOf()?.['user']).toMatchObject({ code: 'BR' })
    }
  })
})
