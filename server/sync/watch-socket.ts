/** Bounds what a WebSocket has begun to send: it is closed with a code that says why, and cut off. */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import { followFrames } from './frame-lengths.ts'
import type { Sender, Unfinished } from './unfinished.ts'

/** A refused socket is cut off after so many milliseconds: time to hear why over a slow line. */
const farewell = 2000
/** Sooner, who sends too much unfinished or leaves too much unread: it is in memory until then. */
export const shortFarewell = 200

/** Whose socket was closed may send nothing more. With our end of the line closed too, they hear why at once. */
export function sendAway(webSocket: WebSocket, line: Duplex, within = farewell): void {
  webSocket.pause()
  line.end()
  setTimeout(() => webSocket.terminate(), within).unref()
}

/** Watches a socket over the line that its frames come by; `onClosed` is told the code when it is closed for this. */
export function watchSocket(
  unfinished: Unfinished,
  webSocket: WebSocket,
  line: Duplex,
  sender: Sender,
  onClosed: (code: number) => void,
): void {
  const arriving = unfinished.watch(sender, (why) => {
    const code = why === 'too-long' ? closeCode.tooLarge : closeCode.overloaded
    onClosed(code)
    webSocket.close(code, why === 'too-long' ? 'too large' : overloadReason.tooMuch)
    sendAway(webSocket, line, shortFarewell)
  })
  const follow = followFrames()
  // Before ws reads the same bytes.
  line.prependListener('data', (piece: Buffer) => {
    const { unfinished: bytes, hasEnded } = follow(piece)
    arriving.came(bytes, hasEnded)
  })
  webSocket.on('close', arriving.leave)
}
