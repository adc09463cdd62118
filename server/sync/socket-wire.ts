/** A WebSocket as a wire. */
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { closeCode } from '#shared/protocol/close-codes'
import type { OpenConnection, Wire } from './connection.ts'
import type { Waiting } from './waiting.ts'

/** A message in a buffer of its own: lib0 reads past the end of a view into what the buffer behind it holds. */
function bytesOf(data: RawData): Uint8Array {
  return new Uint8Array(Array.isArray(data) ? Buffer.concat(data) : data)
}

/** The frame that was sent last, as it goes over the line: made once however many it goes to in turn. */
let last: { readonly payload: Uint8Array; readonly frame: Buffer } | undefined
/** Longer ones are not copied behind their heads: a second piece costs less. */
const longestCopy = 16 * 1024

/** The head of an unmasked, final, binary WebSocket frame (RFC 6455, section 5.2), and room for what follows. */
function headOf(length: number, room: number): Buffer {
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(size + room)
  bytes[0] = 0x82
  if (size === 2) bytes[1] = length
  else if (size === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  return bytes
}

function frameOf(payload: Uint8Array): Buffer {
  if (last?.payload === payload) return last.frame
  const frame = headOf(payload.length, payload.length)
  frame.set(payload, frame.length - payload.length)
  last = { payload, frame }
  return frame
}

/** What a socket's bytes that its reader does not take are counted by. */
interface Watch {
  readonly waiting: Waiting
  /** Whose they are: a member, or an address. */
  readonly side: string
  /** Too much waits for all readers, and this one takes nothing. */
  readonly onSlow: () => void
}

/**
 * `line` is the connection below the socket. Frames are written to it whole and at once, and so are those of `ws` itself (no
 * compression): they never mix. `ws` would write a head and a payload of its own to each of a thousand followers.
 */
export function socketWire(
  socket: WebSocket,
  line: Duplex,
  { waiting, side, onSlow }: Watch,
): Wire {
  /** Long frames that have not left, in the order in which they were sent: the same that others get. */
  const long: Uint8Array[] = []
  let sentBytes = 0
  const reader = waiting.watch({
    side: () => side,
    bytes: () => socket.bufferedAmount,
    shared: () => long,
    taken: () => sentBytes - socket.bufferedAmount,
    end: onSlow,
  })
  socket.on('close', reader.leave)
  return {
    isOpen: () => socket.readyState === socket.OPEN,
    waitingBytes: () => socket.bufferedAmount,
    send(bytes, onSent) {
      sentBytes += bytes.length
      if (bytes.length <= longestCopy) line.write(frameOf(bytes), onSent)
      else {
        long.push(bytes)
        line.cork()
        line.write(headOf(bytes.length, 0))
        line.write(bytes, () => {
          long.shift()
          onSent?.()
        })
        line.uncork()
      }
      reader.sent(bytes.length)
    },
    cork: () => line.cork(),
    uncork: () => line.uncork(),
    close(code, reason) {
      // A paused socket would never read the answer to its close.
      if (socket.isPaused) socket.resume()
      socket.close(code, reason)
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  }
}

/** Passes on what a socket says; text frames end it. */
export function listenToSocket(
  socket: WebSocket,
  { onFrame, onClose }: Pick<OpenConnection, 'onFrame' | 'onClose'>,
): void {
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return
    if (isBinary) onFrame(bytesOf(data))
    else socket.close(closeCode.malformed, 'binary frames only')
  })
  // ws itself answers a protocol error (such as a frame over the limit, 1009) and then closes.
  socket.on('error', () => undefined)
  socket.on('close', onClose)
}
