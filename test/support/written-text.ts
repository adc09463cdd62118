/** A text as a program types in it: over a socket of its own, until the server says that it is saved. */
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { frame } from '#shared/protocol/frames'
import { syncFrame, updateOf } from './sync-frames.ts'

/** The kinds of sync message. */
const step1 = 0
const update = 2

/** Opens a text, changes it and leaves when the change is on disk. Throws the reason of a refusal, or the close code. */
export async function writeText(
  url: string,
  textId: string,
  token: string,
  change: (doc: Y.Doc) => void,
): Promise<void> {
  const doc = newFlowDoc(new Y.Doc().clientID, { gc: false })
  const address = `${url.replace('http', 'ws')}/sync/${textId}?adref=1&token=${token}`
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  try {
    await new Promise<void>((settle, fail) => {
      socket.on('error', fail)
      socket.on('close', (code) => fail(new Error(`The text was closed: ${code}`)))
      socket.on('open', () => socket.send(syncFrame(step1, Y.encodeStateVector(doc))))
      socket.on('message', (data) => {
        if (!(data instanceof ArrayBuffer)) return
        const decoder = decoding.createDecoder(new Uint8Array(data))
        const kind = decoding.readVarUint(decoder)
        if (kind === frame.refused) fail(new Error(decoding.readVarString(decoder)))
        if (kind === frame.saved && decoding.readVarUint(decoder) > 0) settle()
        if (kind !== frame.sync) return
        const message = decoding.readVarUint(decoder)
        if (message === step1) return
        Y.applyUpdate(doc, decoding.readVarUint8Array(decoder))
        // Step 2 is the whole of the text; what was said before it was but its tail.
        if (message !== update) socket.send(syncFrame(update, updateOf(change, doc)))
      })
    })
  } finally {
    socket.close()
  }
}
