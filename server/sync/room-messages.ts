/** Reads what readers send to a text, of the y-websocket protocol. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { frame } from '#shared/protocol/frames'
import { syncMessage } from './frame-codec.ts'

interface Ears {
  /** Asks for what this state vector lacks. */
  readonly question: (stateVector: Uint8Array) => void
  /** Words, as an answer to our question or by themselves. */
  readonly words: (update: Uint8Array, isAnswer: boolean) => void
  readonly awareness: (payload: Uint8Array) => void
  readonly queryAwareness: () => void
}

/** Throws for what cannot be read. */
export function readMessage(data: Uint8Array, ears: Ears): void {
  const decoder = decoding.createDecoder(data)
  const type = decoding.readVarUint(decoder)
  if (type === frame.awareness) ears.awareness(decoding.readVarUint8Array(decoder))
  else if (type === frame.queryAwareness) ears.queryAwareness()
  else if (type === frame.sync) {
    const message = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    if (message === syncMessage.step1) {
      Y.decodeStateVector(payload)
      ears.question(payload)
    } else if (message === syncMessage.step2) ears.words(payload, true)
    else if (message === syncMessage.update) ears.words(payload, false)
    else throw new Error('unknown sync message')
  } else throw new Error('unknown message')
}
