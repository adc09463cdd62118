/** Encodes the frames that the server sends; one message a frame, as y-websocket 3 reads them. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { frame, limits, type WordsRefusal, wordsRefusals } from '#shared/protocol/frames'

const syncStep1 = 0
const syncStep2 = 1
const syncUpdate = 2
export const syncMessage = { step1: syncStep1, step2: syncStep2, update: syncUpdate } as const

function encode(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

/** The payload is copied once, however long it is. */
function syncFrame(message: number, payload: Uint8Array): Uint8Array {
  const head = encode((encoder) => {
    encoding.writeVarUint(encoder, frame.sync)
    encoding.writeVarUint(encoder, message)
    encoding.writeVarUint(encoder, payload.length)
  })
  const bytes = new Uint8Array(head.length + payload.length)
  bytes.set(head)
  bytes.set(payload, head.length)
  return bytes
}

export const step1Frame = (doc: Y.Doc): Uint8Array => syncFrame(syncStep1, Y.encodeStateVector(doc))
export const step2Frame = (update: Uint8Array): Uint8Array => syncFrame(syncStep2, update)
export const updateFrame = (update: Uint8Array): Uint8Array => syncFrame(syncUpdate, update)

export const savedFrame = (count: number): Uint8Array =>
  encode((encoder) => {
    encoding.writeVarUint(encoder, frame.saved)
    encoding.writeVarUint(encoder, count)
  })

/** Our own clients get the code; standard ones the protocol's "permission denied" with the sentence. */
export const refusedFrame = (why: WordsRefusal, optedIn: boolean): Uint8Array =>
  encode((encoder) => {
    if (optedIn) {
      encoding.writeVarUint(encoder, frame.refused)
      encoding.writeVarString(encoder, why)
    } else {
      encoding.writeVarUint(encoder, frame.auth)
      encoding.writeVarUint(encoder, 0)
    }
    encoding.writeVarString(encoder, wordsRefusals[why])
  })

export interface AwarenessEntry {
  readonly clientId: number
  readonly clock: number
  /** JSON of the state; "null" when the client is gone. */
  readonly state: string
}

/** An entry as it stands in a frame, however many frames it goes out in. */
export const encodeEntry = ({ clientId, clock, state }: AwarenessEntry): Uint8Array =>
  encode((encoder) => {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, state)
  })

const awarenessFrame = (entries: readonly Uint8Array[]): Uint8Array => {
  const update = encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const entry of entries) encoding.writeUint8Array(encoder, entry)
  })
  return encode((encoder) => {
    encoding.writeVarUint(encoder, frame.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })
}

/** Bytes of the entries in one frame: a standard client sends back what it hears, also one who may send nothing long. */
const bytesOfFrame = limits.readerMessage / 2

/** The frames that tell of these entries; one when there are none. */
export function awarenessFrames(entries: readonly Uint8Array[]): Uint8Array[] {
  const frames: Uint8Array[] = []
  let next: Uint8Array[] = []
  let bytes = 0
  for (const entry of entries) {
    if (bytes + entry.length > bytesOfFrame && next.length > 0) {
      frames.push(awarenessFrame(next))
      next = []
      bytes = 0
    }
    next.push(entry)
    bytes += entry.length
  }
  return [...frames, awarenessFrame(next)]
}

/** Merges updates in groups of 16: `Y.mergeUpdates` of a long list is superlinear. */
export function mergeInGroups(updates: readonly Uint8Array[]): Uint8Array {
  let merged = [...updates]
  while (merged.length > 1) {
    const next: Uint8Array[] = []
    for (let index = 0; index < merged.length; index += 16)
      next.push(Y.mergeUpdates(merged.slice(index, index + 16)))
    merged = next
  }
  return merged[0] ?? new Uint8Array([0, 0])
}
