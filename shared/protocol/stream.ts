/**
 * The frames of `/sync` over HTTP, for networks that block WebSockets. One stream carries all texts of a page, each on a
 * channel of its own: browsers keep few connections to one host.
 *
 * Down (`GET /api/stream`, server-sent events): `open` with the stream's name; `frame` with "channel base64"; `close` with
 * "channel code reason". Up (`POST /api/stream/:name`, octets): messages as below, one after the other.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** What goes up on a channel. `open` names the text and whether our extra frames are wanted. */
export type UpMessage =
  | {
      readonly kind: 'open'
      readonly channel: number
      readonly text: string
      readonly optIn: boolean
    }
  | { readonly kind: 'frame'; readonly channel: number; readonly frame: Uint8Array }
  | { readonly kind: 'close'; readonly channel: number }

const kinds = ['open', 'frame', 'close'] as const

/** Encodes messages for one request. */
export function encodeUp(messages: readonly UpMessage[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const message of messages) {
    encoding.writeVarUint(encoder, kinds.indexOf(message.kind))
    encoding.writeVarUint(encoder, message.channel)
    if (message.kind === 'open') {
      encoding.writeVarString(encoder, message.text)
      encoding.writeVarUint(encoder, message.optIn ? 1 : 0)
    } else if (message.kind === 'frame') encoding.writeVarUint8Array(encoder, message.frame)
  }
  return encoding.toUint8Array(encoder)
}

/** The messages of one request; undefined when its bytes are not messages. */
export function decodeUp(body: Uint8Array): UpMessage[] | undefined {
  // lib0 reads past the end of a view into what the buffer behind it holds: a length that lies must end at the bytes' own end.
  const decoder = decoding.createDecoder(new Uint8Array(body))
  const messages: UpMessage[] = []
  try {
    while (decoding.hasContent(decoder)) {
      const kind = kinds[decoding.readVarUint(decoder)]
      const channel = decoding.readVarUint(decoder)
      if (kind === undefined) return undefined
      if (kind === 'open') {
        const text = decoding.readVarString(decoder)
        messages.push({ kind, channel, text, optIn: decoding.readVarUint(decoder) === 1 })
      } else if (kind === 'frame')
        messages.push({ kind, channel, frame: decoding.readVarUint8Array(decoder).slice() })
      else messages.push({ kind, channel })
    }
  } catch {
    return undefined // A stranger's bytes need not be messages.
  }
  return messages
}
