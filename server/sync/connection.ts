/** One socket in one text: sends with a bound on what may wait, and remembers nothing about rights. */
import type { RawData, WebSocket } from 'ws'
import { closeCode } from '#shared/protocol/close-codes'
import type { Reader } from './rights.ts'

/** Bytes that may wait in a socket before it is sent nothing more until it has drained. */
const highWater = 1024 * 1024
/** How long a socket may stay behind before it is closed, in milliseconds. */
const patience = 30_000

export interface Connection {
  readonly reader: Reader
  readonly optedIn: boolean
  /** Client id whose presence this connection speaks for; claimed by its first awareness message. */
  awarenessClient: number | undefined
  /** Document messages received and accepted so far. */
  accepted: number
  /** Sends a frame; nothing when the socket is behind: it is resynced when it has drained. */
  send(frame: Uint8Array): void
  close(code: number, reason: string): void
}

export interface ConnectionHandlers {
  onMessage(data: Uint8Array): void
  /** The socket was behind and has drained: send it the whole state. */
  onDrained(): void
  onClose(): void
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

export function openConnection(
  socket: WebSocket,
  reader: Reader,
  optedIn: boolean,
  handlers: ConnectionHandlers,
): Connection {
  let behindSince: number | undefined
  const catchUp = () => {
    if (behindSince === undefined) return
    if (socket.bufferedAmount === 0) {
      behindSince = undefined
      handlers.onDrained()
    } else if (performance.now() - behindSince > patience)
      socket.close(closeCode.overloaded, 'too slow')
  }
  socket.on('message', (data, isBinary) => {
    if (isBinary) handlers.onMessage(bytesOf(data))
    else socket.close(closeCode.malformed, 'binary frames only')
  })
  // ws itself answers a protocol error (such as a frame over the limit, 1009) and then closes.
  socket.on('error', () => undefined)
  socket.on('close', () => handlers.onClose())
  return {
    reader,
    optedIn,
    awarenessClient: undefined,
    accepted: 0,
    send(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (behindSince === undefined && socket.bufferedAmount > highWater)
        behindSince = performance.now()
      if (behindSince !== undefined) {
        catchUp()
        if (behindSince !== undefined) return
      }
      socket.send(frame, catchUp)
    },
    close: (code, reason) => socket.close(code, reason),
  }
}
