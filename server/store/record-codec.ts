/**
 * How records lie on disk: a CRC-32 of all that follows, then the record. What the checksum refuses is damaged; what it
 * confirms and the schemas do not know was written by another release.
 */
import { crc32 } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { TextId } from '#shared/domain/ids'
import { type KeptEvent, keepEvent, keptOfVersion1, readKept } from '#shared/record/chain'
import type { RecordedEvent } from '#shared/record/event'
import { type EventReading, readEvent } from '#shared/record/versions/event-versions'
import { isJsonObject } from '#shared/record/versions/json-object'
import { readTextHead, textRecordVersion } from '#shared/record/versions/text-record-versions'
import type { TextAppend, TextRecord } from './store.ts'

const crcBytes = 4

/** What became of sealed bytes. `unknown` ones are sound by their checksum, but of no form that this release knows. */
export type Decoded<T> =
  | { readonly is: 'sound'; readonly value: T }
  | { readonly is: 'damaged' }
  | { readonly is: 'unknown' }

export type Decode<T> = (sealed: Uint8Array) => Decoded<T>

/** What is long is put in its place once: it is given in pieces until then. */
type Pieces = readonly Uint8Array[]

const lengthOf = (pieces: Pieces): number => pieces.reduce((sum, { length }) => sum + length, 0)

function seal(...body: Pieces): Buffer {
  const sealed = Buffer.concat([Buffer.alloc(crcBytes), ...body])
  sealed.writeUInt32LE(crc32(sealed.subarray(crcBytes)), 0)
  return sealed
}

function unseal(sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < crcBytes) return undefined
  const body = sealed.subarray(crcBytes)
  const expected = Buffer.from(sealed.buffer, sealed.byteOffset, crcBytes).readUInt32LE(0)
  return crc32(body) === expected ? body : undefined
}

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

/**
 * The record without a checksum: its version as one byte, its head as JSON, its updates. Version 1 bore none, and began with the
 * length of its head, which is never as short as this.
 */
const shortestHead = 32

function encodeBare({ author, at, clients, branch, updates, isOfTree }: TextRecord): Pieces {
  if (isOfTree) throw new Error('Records of the tree are kept as they are, and never written anew.')
  const head = encode((encoder) => {
    encoding.writeUint8(encoder, textRecordVersion)
    encoding.writeVarString(encoder, JSON.stringify({ author, at, clients, branch }))
  })
  return [head, ...updates.flatMap(withLength)]
}

/** Bytes as lib0 reads them: behind their length. */
const withLength = (bytes: Uint8Array): Pieces => [
  encode((encoder) => encoding.writeVarUint(encoder, bytes.length)),
  bytes,
]

function readTextRecord(body: Uint8Array): TextRecord | undefined {
  const decoder = decoding.createDecoder(body)
  const isNamed = decoding.peekUint8(decoder) < shortestHead
  const version = isNamed ? decoding.readUint8(decoder) : 1
  const head = readTextHead(version, JSON.parse(decoding.readVarString(decoder)))
  if (!head) return undefined
  const updates: Uint8Array[] = []
  while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder).slice())
  return { ...head, updates }
}

export const encodeTextRecord = (record: TextRecord): Buffer => seal(...encodeBare(record))

export const decodeTextRecord: Decode<TextRecord> = (sealed) => {
  const body = unseal(sealed)
  if (!body) return { is: 'damaged' }
  return decodeBody(() => readTextRecord(body))
}

/** A batch as an entry of the journal, which has a checksum of its own. */
export const encodeAppends = (appends: readonly TextAppend[]): Uint8Array =>
  Buffer.concat(
    appends.flatMap(({ textId, records }) =>
      records.flatMap((record) => {
        const bare = encodeBare(record)
        const head = encode((encoder) => {
          encoding.writeVarString(encoder, textId)
          encoding.writeVarUint(encoder, lengthOf(bare))
        })
        return [head, ...bare]
      }),
    ),
  )

/** The records of an entry as they were written, each with its text. */
function bareRecords(entry: Uint8Array): { textId: TextId; body: Uint8Array }[] {
  const decoder = decoding.createDecoder(entry)
  const records: { textId: TextId; body: Uint8Array }[] = []
  while (decoding.hasContent(decoder)) {
    const textId = TextId.parse(decoding.readVarString(decoder))
    records.push({ textId, body: decoding.readVarUint8Array(decoder) })
  }
  return records
}

/** The appends of an entry that is sound by its checksum; undefined when it has another form. */
export function decodeAppends(entry: Uint8Array): TextAppend[] | undefined {
  const decoded = decodeBody(() => {
    const appends: TextAppend[] = []
    for (const { textId, body } of bareRecords(entry)) {
      const record = readTextRecord(body)
      if (!record) return undefined
      appends.push({ textId, records: [record] })
    }
    return appends
  })
  return decoded.is === 'sound' ? decoded.value : undefined
}

/** The records of a sound entry as the tables keep them, in the version in which they were written. */
export const sealedRecords = (entry: Uint8Array): { textId: TextId; sealed: Buffer }[] =>
  bareRecords(entry).map(({ textId, body }) => ({ textId, sealed: seal(body) }))

/**
 * Version 1 of release 0.1 is the JSON of the event, which begins with `{`. Since version 2: the version as one byte, then the text
 * that is hashed, its hash, and the JSON of what lies beside the hash (an internal act), if there is any.
 */
const firstOfVersion1 = '{'.charCodeAt(0)

/** Throws when the event would not be read again as it is: one such event would keep the folder from opening. */
export function encodeEvent(event: RecordedEvent): Buffer {
  const kept = keepEvent(event)
  if (!readKept(kept).ok)
    throw new Error(`An event of the kind ${event.event.type} is not of its own form.`)
  const { version, hashed, hash, internal } = kept
  return seal(
    encode((encoder) => {
      encoding.writeUint8(encoder, version)
      encoding.writeVarString(encoder, hashed)
      encoding.writeVarString(encoder, hash)
      if (internal !== undefined) encoding.writeVarString(encoder, JSON.stringify(internal))
    }),
  )
}

const isVersion1 = (body: Uint8Array): boolean => body[0] === firstOfVersion1

const jsonOf = (body: Uint8Array): unknown => JSON.parse(Buffer.from(body).toString('utf8'))

function readKeptEvent(body: Uint8Array): KeptEvent | undefined {
  if (isVersion1(body)) {
    const recorded = jsonOf(body)
    return isJsonObject(recorded) ? keptOfVersion1(recorded) : undefined
  }
  const decoder = decoding.createDecoder(body)
  const version = decoding.readUint8(decoder)
  const hashed = decoding.readVarString(decoder)
  const hash = decoding.readVarString(decoder)
  if (!decoding.hasContent(decoder)) return { version, hashed, hash }
  const internal: unknown = JSON.parse(decoding.readVarString(decoder))
  return { version, hashed, hash, internal }
}

/** The event as it is kept, whether or not this release knows what it says. */
export const decodeKept: Decode<KeptEvent> = (sealed) => {
  const body = unseal(sealed)
  return body ? decodeBody(() => readKeptEvent(body)) : { is: 'damaged' }
}

/** The event in the form of today. */
export const decodeEvent: Decode<RecordedEvent> = (sealed) => {
  const body = unseal(sealed)
  if (!body) return { is: 'damaged' }
  return decodeBody(() => {
    if (isVersion1(body)) return eventIn(readEvent(1, jsonOf(body)))
    const kept = readKeptEvent(body)
    return kept && eventIn(readKept(kept))
  })
}

const eventIn = (reading: EventReading): RecordedEvent | undefined =>
  reading.ok ? reading.event : undefined
