/** How records lie on disk: a CRC-32 of all that follows, then the record. Damage is found when it is read. */
import { crc32 } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import { MemberId, TextId } from '#shared/domain/ids'
import { Instant } from '#shared/domain/plain-string'
import { RecordedEvent } from '#shared/record/event'
import { DamagedLog, type TextAppend, type TextRecord } from './store.ts'

const crcBytes = 4

function seal(body: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(crcBytes + body.length)
  sealed.set(body, crcBytes)
  sealed.writeUInt32LE(crc32(body), 0)
  return sealed
}

function unseal(sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < crcBytes) return undefined
  const body = sealed.subarray(crcBytes)
  const expected = Buffer.from(sealed.buffer, sealed.byteOffset, crcBytes).readUInt32LE(0)
  return crc32(body) === expected ? body : undefined
}

const TextHead = z.object({
  author: MemberId.nullable(),
  at: Instant,
  clients: z.array(z.number().int().min(0)),
})

const encode = (write: (encoder: encoding.Encoder) => void): Uint8Array => {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** The record without a checksum. */
const encodeBare = ({ author, at, clients, updates }: TextRecord): Uint8Array =>
  encode((encoder) => {
    encoding.writeVarString(encoder, JSON.stringify({ author, at, clients }))
    for (const update of updates) encoding.writeVarUint8Array(encoder, update)
  })

function readTextRecord(decoder: decoding.Decoder): TextRecord | undefined {
  const head = TextHead.safeParse(JSON.parse(decoding.readVarString(decoder)))
  if (!head.success) return undefined
  const updates: Uint8Array[] = []
  while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder).slice())
  return { ...head.data, updates }
}

export const encodeTextRecord = (record: TextRecord): Buffer => seal(encodeBare(record))

/** The record, or undefined when its bytes are damaged. */
export function decodeTextRecord(sealed: Uint8Array): TextRecord | undefined {
  const body = unseal(sealed)
  return body && readTextRecord(decoding.createDecoder(body))
}

/** A batch as an entry of the journal, which has a checksum of its own. */
export const encodeAppends = (appends: readonly TextAppend[]): Uint8Array =>
  encode((encoder) => {
    for (const { textId, records } of appends)
      for (const record of records) {
        encoding.writeVarString(encoder, textId)
        encoding.writeVarUint8Array(encoder, encodeBare(record))
      }
  })

/** Throws `DamagedLog` when the entry, sound by its checksum, is none of ours. */
export function decodeAppends(entry: Uint8Array): TextAppend[] {
  const decoder = decoding.createDecoder(entry)
  const appends: TextAppend[] = []
  while (decoding.hasContent(decoder)) {
    const textId = TextId.parse(decoding.readVarString(decoder))
    const record = readTextRecord(decoding.createDecoder(decoding.readVarUint8Array(decoder)))
    if (!record) throw new DamagedLog('An entry of the journal is damaged.')
    appends.push({ textId, records: [record] })
  }
  return appends
}

export const encodeEvent = (event: RecordedEvent): Buffer =>
  seal(Buffer.from(JSON.stringify(event), 'utf8'))

/** The event, or undefined when its bytes are damaged. */
export function decodeEvent(sealed: Uint8Array): RecordedEvent | undefined {
  const body = unseal(sealed)
  if (!body) return undefined
  const event = RecordedEvent.safeParse(JSON.parse(Buffer.from(body).toString('utf8')))
  return event.success ? event.data : undefined
}
