/** Frames of the words' protocol, and the updates that go in them. No browser's modules: tests in browsers use them as well. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { frame } from '#shared/protocol/frames'

/** Encodes a sync message: 0 and 1 are the steps, 2 is an update. */
export const syncFrame = (message: number, payload: Uint8Array): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, frame.sync)
  encoding.writeVarUint(encoder, message)
  encoding.writeVarUint8Array(encoder, payload)
  return encoding.toUint8Array(encoder)
}

/** What a change adds to a document, as an update. */
export const updateOf = (change: (doc: Y.Doc) => void, doc = new Y.Doc()): Uint8Array => {
  const before = Y.encodeStateVector(doc)
  change(doc)
  return Y.encodeStateAsUpdate(doc, before)
}
