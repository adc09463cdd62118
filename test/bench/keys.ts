/** Typing and reading without a Y.Doc: updates encoded by hand, so that the load costs less than what it measures. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Where all scenarios type: in a paragraph of the words, as a page has them. */
const rootName = 'words'

/** A document's first paragraph; undefined while there is none. */
export function textIn(doc: Y.Doc): Y.XmlText | undefined {
  const [paragraph] = doc.getXmlFragment(rootName).toArray()
  const text = paragraph instanceof Y.XmlElement ? paragraph.firstChild : undefined
  return text instanceof Y.XmlText ? text : undefined
}

/** Makes the first paragraph of a document. */
export function beginText(doc: Y.Doc): Y.XmlText {
  const [paragraph, text] = [new Y.XmlElement('paragraph'), new Y.XmlText()]
  doc.transact(() => {
    paragraph.insert(0, [text])
    doc.getXmlFragment(rootName).insert(0, [paragraph])
  })
  return text
}

/** A typist's paragraph and its text, which come before their first letter. */
const ground = 2
const itemOfType = 7
const elementType = 3
const textType = 6

const itemOfString = 4
const hasOrigin = 0x80
const hasRightOrigin = 0x40
const hasParentKey = 0x20

/** The paragraph that a client begins with, and the head of its first letters. */
function writeGround(encoder: encoding.Encoder, client: number): void {
  encoding.writeUint8(encoder, itemOfType)
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarString(encoder, rootName)
  encoding.writeVarUint(encoder, elementType)
  encoding.writeVarString(encoder, 'paragraph')
  encoding.writeUint8(encoder, itemOfType)
  for (const number of [0, client, 0, textType]) encoding.writeVarUint(encoder, number)
  encoding.writeUint8(encoder, itemOfString)
  for (const number of [0, client, 1]) encoding.writeVarUint(encoder, number)
}

/** So many characters of one client behind its last one, in a paragraph of its own, as Yjs encodes them. */
export function keysUpdate(client: number, clock: number, count = 1): Uint8Array {
  const encoder = encoding.createEncoder()
  const isFirst = clock === 0
  for (const number of [1, isFirst ? ground + 1 : 1, client, isFirst ? 0 : clock + ground])
    encoding.writeVarUint(encoder, number)
  if (isFirst) writeGround(encoder, client)
  else {
    encoding.writeUint8(encoder, itemOfString | hasOrigin)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock + ground - 1)
  }
  encoding.writeVarString(encoder, 'x'.repeat(count))
  encoding.writeVarUint(encoder, 0)
  return encoding.toUint8Array(encoder)
}

/** The removal of so many characters that a client typed, from a clock on. */
export function removalUpdate(client: number, clock: number, count = 1): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [0, 1, client, 1, clock + ground, count])
    encoding.writeVarUint(encoder, number)
  return encoding.toUint8Array(encoder)
}

/** How many characters a client typed, by a state vector. */
export const typedBy = (stateVector: Uint8Array, client: number): number =>
  Math.max(0, (Y.decodeStateVector(stateVector).get(client) ?? 0) - ground)

/** The state vector of those who typed so many characters. */
export function vectorOf(clocks: ReadonlyMap<number, number>): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, clocks.size)
  for (const [client, clock] of clocks) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock > 0 ? clock + ground : 0)
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
  if (content !== itemOfString && content !== itemOfType && content !== 1) return undefined
  if (info & hasOrigin) skipId(decoder)
  if (info & hasRightOrigin) skipId(decoder)
  if (!(info & (hasOrigin | hasRightOrigin))) {
    if (decoding.readVarUint(decoder) === 1) skipString(decoder)
    else skipId(decoder)
    if (info & hasParentKey) skipString(decoder)
  }
  if (content === itemOfType) {
    if (decoding.readVarUint(decoder) === elementType) skipString(decoder)
    return 1
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
        for (const [each, reach] of Y.parseUpdateMeta(update).to) visit(each, reach - ground)
        return
      }
      clock += length
    }
    visit(client, clock - ground)
  }
}

/** How many characters an update removes. */
export function countRemovals(update: Uint8Array): number {
  let count = 0
  for (const ranges of Y.decodeUpdate(update).ds.clients.values())
    for (const { len } of ranges) count += len
  return count
}
