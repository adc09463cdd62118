/** How records lie on disk: a CRC-32 of all that follows, then the record. Damage is found when it is read. */
import { crc32 } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import { MemberId } from '#shared/domain/ids'
import { Instant } from '#shared/domain/plain-string'
import { RecordedEvent } from '#shared/record/event'
import type { TextRecord } from './store.ts'

const crcBytes = 4

function seal(body: Uint8Array): Buffer {
  const sealed = Buffer.alloc(crcBytes + body.length)
  sealed.writeUInt32LE(crc32(body), 0)
  sealed.set(body, crcBytes)
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

export function encodeTextRecord(record: TextRecord): Buffer {
  const encoder = encoding.createEncoder()
  const { author, at, clients } = record
  encoding.writeVarString(encoder, JSON.stringify({ author, at, clients }))
  encoding.writeVarUint8Array(encoder, record.update)
  return seal(encoding.toUint8Array(encoder))
}

/** The record, or undefined when its bytes are damaged. */
export function decodeTextRecord(sealed: Uint8Array): TextRecord | undefined {
  const body = unseal(sealed)
  if (!body) return undefined
  const decoder = decoding.createDecoder(body)
  const head = TextHead.safeParse(JSON.parse(decoding.readVarString(decoder)))
  if (!head.success) return undefined
  return { ...head.data, update: decoding.readVarUint8Array(decoder).slice() }
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
