/**
 * How records lie on disk: a CRC-32 of all that follows, then the record. What the checksum refuses is damaged; what it
 * confirms and the schemas do not know was written by another release.
 */
import { crc32 } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import { MemberId, TextId } from '#shared/domain/ids'
import { Instant } from '#shared/domain/plain-string'
import { RecordedEvent } from '#shared/record/event'
import { knownWhole } from './known-whole.ts'
import type { TextAppend, TextRecord } from './store.ts'

const crcBytes = 4

/** What became of sealed bytes. `unknown` ones are sound by their checksum, but of no form that this release knows. */
export type Decoded<T> =
  | { readonly is: 'sound'; readonly value: T }
  | { readonly is: 'damaged' }
  | { readonly is: 'unknown' }

export type Decode<T> = (sealed: Uint8Array) => Decoded<T>

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

const TextHead = z.strictObject({
  author: MemberId.nullable(),
  at: Instant,
  clients: z.array(z.number().int().min(0)),
})

/** Reads a sound body. Whatever goes wrong in it, a release that wrote another form is why. */
function decodeBody<T>(read: () => T | undefined): Decoded<T> {
  try {
    const value = read()
    return value === undefined ? { is: 'unknown' } : { is: 'sound', value }
  } catch {
    return { is: 'unknown' }
  }
}

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

export const decodeTextRecord: Decode<TextRecord> = (sealed) => {
  const body = unseal(sealed)
  if (!body) return { is: 'damaged' }
  return decodeBody(() => readTextRecord(decoding.createDecoder(body)))
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

/** The appends of an entry that is sound by its checksum; undefined when it has another form. */
export function decodeAppends(entry: Uint8Array): TextAppend[] | undefined {
  const decoded = decodeBody(() => {
    const decoder = decoding.createDecoder(entry)
    const appends: TextAppend[] = []
    while (decoding.hasContent(decoder)) {
      const textId = TextId.parse(decoding.readVarString(decoder))
      const record = readTextRecord(decoding.createDecoder(decoding.readVarUint8Array(decoder)))
      if (!record) return undefined
      appends.push({ textId, records: [record] })
    }
    return appends
  })
  return decoded.is === 'sound' ? decoded.value : undefined
}

/** Throws when the event would not be read again as it is: one such event would keep the folder from opening. */
export function encodeEvent(event: RecordedEvent): Buffer {
  const text = JSON.stringify(event)
  if (knownWhole(RecordedEvent, JSON.parse(text)) === undefined)
    throw new Error(`An event of the kind ${event.event.type} is not of its own form.`)
  return seal(Buffer.from(text, 'utf8'))
}

export const decodeEvent: Decode<RecordedEvent> = (sealed) => {
  const body = unseal(sealed)
  if (!body) return { is: 'damaged' }
  return decodeBody(() => knownWhole(RecordedEvent, JSON.parse(Buffer.from(body).toString('utf8'))))
}
