/** Typing and reading without a Y.Doc: updates encoded by hand, so that the load costs less than what it measures. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { flowOf, wordsFlow } from '#shared/flow/flow-doc'
import { tokensOf } from '#shared/flow/tokens'

/** Where all scenarios type: in the words of a text, as pages have them. */
const rootName = wordsFlow

/** The words of a document. */
export const textIn = (doc: Y.Doc): Y.Text => flowOf(doc)
/** Their letters. */
export const lettersIn = (doc: Y.Doc): string =>
  tokensOf(flowOf(doc))
    .map((token) => (token.type === 'letters' ? token.letters : ''))
    .join('')

const itemOfString = 4
const hasOrigin = 0x80
const hasRightOrigin = 0x40
const hasParentKey = 0x20

/** So many characters of one client behind its last one, as Yjs encodes them; the first ones at the start of the text. */
export function keysUpdate(client: number, clock: number, count = 1): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, 1, client, clock]) encoding.writeVarUint(encoder, number)
  if (clock === 0) {
    encoding.writeUint8(encoder, itemOfString)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, rootName)
  } else {
    encoding.writeUint8(encoder, itemOfString | hasOrigin)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock - 1)
  }
  encoding.writeVarString(encoder, 'x'.repeat(count))
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/** The removal of so many characters that a client typed, from a clock on. */
export function removalUpdate(client: number, clock: number, count = 1): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [0, 1, client, 1, clock, count]) encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

/** How many characters a client typed, by a state vector. */
export const typedBy = (stateVector: Uint8Array, client: number): number =>
  Y.decodeStateVector(stateVector).get(client) ?? 0

/** The state vector of those who typed so many characters. */
export function vectorOf(clocks: ReadonlyMap<number, number>): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clocks.size)
  for (const [client, clock] of clocks) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
  }
  return encoding.toUint8Array(encoder)
}

/** Types at the end of what it typed; it knows nothing of the others. */
export interface Typist {
  readonly clientId: number
  /** Characters typed so far. */
  typed(): number
  key(): Uint8Array
}

export const newClientId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

export function openTypist(clientId = newClientId()): Typist {
  let typed = 0
  return {
    clientId,
    typed: () => typed,
    key: () => keysUpdate(clientId, typed++),
  }
}

/** Length in UTF-16 units, as Yjs counts, of the string that comes next. */
function skipString(decoder: decoding.Decoder): number {
  const bytes = decoding.peekVarUint(decoder)
  if (bytes > 32) return decoding.readVarString(decoder).length
  decoding.readVarUint(decoder)
  const end = decoder.pos + bytes
  for (let position = decoder.pos; position < end; position++)
    if ((decoder.arr[position] ?? 0) > 127) {
      decoder.pos = end
      return new TextDecoder().decode(decoder.arr.subarray(end - bytes, end)).length
    }
  decoder.pos = end
  return bytes
}

const skipId = (decoder: decoding.Decoder) => {
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
}

/** Length of the struct that comes next; undefined for what the benchmark does not type. */
function skipStruct(decoder: decoding.Decoder): number | undefined {
  const info = decoding.readUint8(decoder)
  const content = info & 31
  if (content === 0) return decoding.readVarUint(decoder)
  if (content !== itemOfString && content !== 1) return undefined
  if (info & hasOrigin) skipId(decoder)
  if (info & hasRightOrigin) skipId(decoder)
  if (!(info & (hasOrigin | hasRightOrigin))) {
    if (decoding.readVarUint(decoder) === 1) skipString(decoder)
    else skipId(decoder)
    if (info & hasParentKey) skipString(decoder)
  }
  return content === itemOfString ? skipString(decoder) : decoding.readVarUint(decoder)
}

/** How far an update reaches for each client in it: calls back with the clock after its last character. */
export function readClocks(
  update: Uint8Array,
  visit: (client: number, clock: number) => void,
): void {
  const decoder = decoding.createDecoder(update)
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const structs = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    let clock = decoding.readVarUint(decoder)
    for (let struct = 0; struct < structs; struct++) {
      const length = skipStruct(decoder)
      if (length === undefined) {
        for (const [each, reach] of Y.parseUpdateMeta(update).to) visit(each, reach)
        return
      }
      clock += length
    }
    visit(client, clock)
  }
}

/** How many characters an update removes. */
export function countRemovals(update: Uint8Array): number {
  let count = 0
  for (const ranges of Y.decodeUpdate(update).ds.clients.values())
    for (const { len } of ranges) count += len
  return count
}
