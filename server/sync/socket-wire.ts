/** A WebSocket as a wire. */
import type { RawData, WebSocket } from 'ws'
import { closeCode } from '#shared/protocol/close-codes'
import type { OpenConnection, Wire } from './connection.ts'

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

export const socketWire = (socket: WebSocket): Wire => ({
  isOpen: () => socket.readyState === socket.OPEN,
  waitingBytes: () => socket.bufferedAmount,
  send: (bytes, onSent) => socket.send(bytes, onSent),
  close(code, reason) {
    // A paused socket would never read the answer to its close.
    if (socket.isPaused) socket.resume()
    socket.close(code, reason)
  },
  pause: () => socket.pause(),
  resume: () => socket.resume(),
})

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
