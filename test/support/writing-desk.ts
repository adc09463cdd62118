/** A member at an unmodified provider who remembers every message that they sent, and what was said of it. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { TextId } from '#shared/domain/ids'
import { newFlowDoc } from '#shared/flow/flow-doc'
import { frame } from '#shared/protocol/frames'
import type { Carrier, Served } from './served.ts'

/** What must become of a message: known only while nobody changes the rights it meets. */
export type Fate = 'accepted' | 'refused' | 'either'

export interface Sent {
  readonly update: Uint8Array
  fate: Fate
}

export interface Desk {
  readonly seat: string
  readonly doc: () => Y.Doc
  readonly provider: () => WebsocketProvider
  /** Document messages of this connection that are not known to be saved. */
  readonly unsaved: () => readonly Sent[]
  /** Whether everything that was sent was saved, as far as this member is told. */
  readonly isQuiet: () => boolean
  readonly close: () => void
}

export interface Ledger {
  /** What a message that is sent now must come to. */
  readonly fateOf: (seat: string) => Fate
  /** Told saved. */
  readonly saved: Uint8Array[]
  /** Told refused. */
  readonly refused: Uint8Array[]
  /** What went against the rules. */
  readonly complaints: string[]
}

/** A document of flows under a new client id. */
const page = () => newFlowDoc(new Y.Doc().clientID, { gc: false })

const step1 = 0
const holdsStructs = (update: Uint8Array) => Y.decodeUpdate(update).structs.length > 0

/** The update of an encoded step 2. */
function updateIn(message: Uint8Array): Uint8Array {
  const decoder = decoding.createDecoder(message)
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
  return decoding.readVarUint8Array(decoder)
}

/** Seats a member at a text. Words that are refused end their document: they begin again with an empty one, like our client. */
export function sitDown(
  room: Served,
  textId: TextId,
  seat: string,
  how: { readonly optIn: boolean; readonly carrier: Carrier },
  ledger: Ledger,
): Desk {
  const { optIn, carrier } = how
  let doc = page()
  let provider: WebsocketProvider
  let sent: Sent[] = []
  let saved = 0

  const send = (update: Uint8Array, mayBeKnown: boolean) => {
    const fate = ledger.fateOf(seat)
    // Without a right to type, what holds nothing new is acknowledged all the same.
    const isSure = fate !== 'refused' || (!mayBeKnown && holdsStructs(update))
    // A step 2 carries once more what was sent before it, and may meet other rights.
    if (mayBeKnown) for (const before of sent) if (before.fate === 'refused') before.fate = 'either'
    sent.push({ update, fate: isSure ? fate : 'either' })
  }
  const hearRefusal = (why: string) => {
    const culprit = optIn ? sent.slice(saved).find(({ fate }) => fate !== 'accepted') : undefined
    if (optIn && !culprit)
      ledger.complaints.push(`${seat} had the right to type, and heard: ${why}`)
    if (culprit?.fate === 'refused') ledger.refused.push(culprit.update)
    provider.destroy()
    doc.destroy()
    doc = page()
    begin()
  }
  const hearSaved = (count: number) => {
    if (count > sent.length) ledger.complaints.push(`${seat} sent ${sent.length}, saved ${count}`)
    for (const message of sent.slice(saved, count)) {
      if (message.fate === 'refused') ledger.complaints.push(`${seat} had no right, and was saved`)
      ledger.saved.push(message.update)
    }
    saved = Math.max(saved, count)
  }
  const begin = () => {
    sent = []
    saved = 0
    const its = room.provider(seat, { textId, optIn, doc, carrier })
    provider = its
    const [answer] = its.messageHandlers
    its.messageHandlers[frame.sync] = (encoder, decoder, ...rest) => {
      const isQuestion = decoder.arr[decoder.pos] === step1
      answer?.(encoder, decoder, ...rest)
      if (isQuestion) send(updateIn(encoding.toUint8Array(encoder)), true)
    }
    its.messageHandlers[frame.saved] = (_encoder, decoder) =>
      hearSaved(decoding.readVarUint(decoder))
    its.messageHandlers[frame.refused] = (_encoder, decoder) =>
      hearRefusal(decoding.readVarString(decoder))
    its.messageHandlers[frame.auth] = (_encoder, decoder) => {
      decoding.readVarUint(decoder)
      hearRefusal(decoding.readVarString(decoder))
    }
    its.on('status', () => {
      sent = []
      saved = 0
    })
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== its && its.wsconnected) send(update, false)
    })
  }
  begin()
  return {
    seat,
    doc: () => doc,
    provider: () => provider,
    unsaved: () => sent.slice(saved),
    isQuiet: () => provider.synced && sent.length > 0 && (!optIn || saved === sent.length),
    close() {
      provider.destroy()
      doc.destroy()
    },
  }
}
