/** Writes in a store what a newer release might: sound by its checksum, and not known to this one. */
import { crc32 } from 'node:zlib'
import * as encoding from 'lib0/encoding'
import type { openTables } from '#server/store/lmdb-tables'
import { decodeKept } from '#server/store/record-codec'
import { sha256Hex } from '#shared/record/chain'
import { eventVersion } from '#shared/record/versions/event-versions'
import { textRecordVersion } from '#shared/record/versions/text-record-versions'

const sealed = (body: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(4 + body.length)
  bytes.writeUInt32LE(crc32(body), 0)
  bytes.set(body, 4)
  return bytes
}
const textRecord = (head: object, version = textRecordVersion): Buffer => {
  const encoder = encoding.createEncoder()
  encoding.writeUint8(encoder, version)
  encoding.writeVarString(encoder, JSON.stringify(head))
  return sealed(encoding.toUint8Array(encoder))
}
/** One more event of the only group, as a newer release might have written it. */
const anotherEvent =
  (change: (event: Record<string, unknown>) => object, version = eventVersion) =>
  (tables: ReturnType<typeof openTables>) => {
    const last = [...tables.events.getRange()].at(-1)
    if (!last) throw new Error('no event')
    const kept = decodeKept(last.value)
    if (kept.is !== 'sound') throw new Error('no sound event')
    const [owner, place] = last.key
    const event = JSON.parse(kept.value.hashed)
    const hashed = JSON.stringify({ ...change(event), sequence: place + 1 })
    const encoder = encoding.createEncoder()
    encoding.writeUint8(encoder, version)
    encoding.writeVarString(encoder, hashed)
    encoding.writeVarString(encoder, sha256Hex(hashed))
    tables.events.putSync([owner, place + 1], sealed(encoding.toUint8Array(encoder)))
  }
const anotherText = (head: object, version?: number) => (tables: ReturnType<typeof openTables>) => {
  const [first] = [...tables.texts.getRange()]
  if (!first) throw new Error('no text')
  tables.texts.putSync([first.key[0], 2], textRecord(head, version))
}
const ownHead = { author: null, at: '2026-01-01T00:00:00.000Z', clients: [] }

/** What newer releases write, by what is new in it; called within a transaction. */
export const newer: Readonly<Record<string, (tables: ReturnType<typeof openTables>) => void>> = {
  'one more kind of event': anotherEvent((event) => ({ ...event, event: { type: 'vote-called' } })),
  'a later version of events': anotherEvent((event) => event, eventVersion + 1),
  'one more field of an event': anotherEvent((event) => ({ ...event, place: 'Geneva' })),
  'a field deep in an event': anotherEvent((event) => ({
    ...event,
    actor: { by: 'installation', from: 'abroad' },
  })),
  'one more field of a text record': anotherText({ ...ownHead, form: 2 }),
  'a later version of text records': anotherText(ownHead, textRecordVersion + 1),
  'a text record of another kind': (tables) => {
    const [first] = [...tables.texts.getRange()]
    if (first) tables.texts.putSync([first.key[0], 2], sealed(Buffer.from([255, 1, 2, 3])))
  },
  'another form of the whole store': ({ meta }) => meta.putSync('form', '99'),
}
