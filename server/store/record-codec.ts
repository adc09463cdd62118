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

/** The checksum of all parts, then the parts, copied once. */
function seal(parts: readonly Uint8Array[]): Buffer {
  let length = crcBytes
  for (const part of parts) length += part.length
  const sealed = Buffer.allocUnsafe(length)
  let at = crcBytes
  for (const part of parts) {
    sealed.set(part, at)
    at += part.length
  }
  sealed.writeUInt32LE(crc32(sealed.subarray(crcBytes)), 0)
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

/** A record in parts, so that long updates are copied no more than once on their way to the disk. */
function partsOf({ author, at, clients, updates }: TextRecord): Uint8Array[] {
  const head = JSON.stringify({ author, at, clients })
  const parts = [encode((encoder) => encoding.writeVarString(encoder, head))]
  for (const update of updates)
    parts.push(
      encode((encoder) => encoding.writeVarUint(encoder, update.length)),
      update,
    )
  return parts
}

function readTextRecord(decoder: decoding.Decoder): TextRecord | undefined {
  const head = TextHead.safeParse(JSON.parse(decoding.readVarString(decoder)))
  if (!head.success) return undefined
  const updates: Uint8Array[] = []
  while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder).slice())
  return { ...head.data, updates }
}

export const encodeTextRecord = (record: TextRecord): Buffer => seal(partsOf(record))

/** The record, or undefined when its bytes are damaged. */
export function decodeTextRecord(sealed: Uint8Array): TextRecord | undefined {
  const body = unseal(sealed)
  return body && readTextRecord(decoding.createDecoder(body))
}

/** A batch as the parts of an entry of the journal, which has a checksum of its own. */
export function encodeAppends(appends: readonly TextAppend[]): Uint8Array[] {
  const all: Uint8Array[] = []
  for (const { textId, records } of appends)
    for (const record of records) {
      const parts = partsOf(record)
      const length = parts.reduce((sum, part) => sum + part.length, 0)
      const head = encode((encoder) => {
        encoding.writeVarString(encoder, textId)
        encoding.writeVarUint(encoder, length)
      })
      all.push(head, ...parts)
    }
  return all
}

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
  seal([Buffer.from(JSON.stringify(event), 'utf8')])

/** The event, or undefined when its bytes are damaged. */
export function decodeEvent(sealed: Uint8Array): RecordedEvent | undefined {
  const body = unseal(sealed)
  if (!body) return undefined
  const event = RecordedEvent.safeParse(JSON.parse(Buffer.from(body).toString('utf8')))
  return event.success ? event.data : undefined
}
