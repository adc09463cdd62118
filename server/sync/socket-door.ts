/** WebSockets come in: each is let into its text, or told why not, and bounded in what it sends and in what it leaves waiting. */
import { WebSocketServer } from 'ws'
import type { TextId } from '#shared/domain/ids'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import { limits } from '#shared/protocol/frames'
import type { Heartbeat } from './heartbeat.ts'
import type { Reader } from './rights.ts'
import { listenToSocket, socketWire } from './socket-wire.ts'
import type { TextRooms } from './text-rooms-door.ts'
import { senderOf, type Unfinished } from './unfinished.ts'
import type { Waiting } from './waiting.ts'
import { sendAway, shortFarewell, watchSocket } from './watch-socket.ts'

/** Browsers send a long message in pieces of a hundred kilobytes; each piece costs an object. */
const mostFragments = 256

export const openSockets = () =>
  new WebSocketServer({
    noServer: true,
    maxPayload: limits.message + 1024,
    perMessageDeflate: false,
    maxFragments: mostFragments,
    clientTracking: true,
  })

interface SocketDoor {
  readonly connect: TextRooms['connect']
  readonly mayBeLong: (textId: TextId, reader: Reader) => boolean
  readonly unfinished: Unfinished
  readonly waiting: Waiting
  readonly heartbeat: Heartbeat
}

/** Takes over upgrades; `onClosed` is told the code of each socket that is closed for its pace. */
export const acceptSockets =
  (
    sockets: WebSocketServer,
    { connect, mayBeLong, unfinished, waiting, heartbeat }: SocketDoor,
    onClosed: (code: number) => void,
  ): TextRooms['handleUpgrade'] =>
  (request, socket, head, textId, reader, optedIn, address) =>
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      heartbeat.watch(webSocket)
      const wire = socketWire(webSocket, socket, {
        waiting,
        side: typeof reader === 'object' ? (reader.memberId ?? address) : address,
        onSlow() {
          onClosed(closeCode.overloaded)
          webSocket.close(closeCode.overloaded, overloadReason.tooSlow)
          sendAway(webSocket, socket, shortFarewell)
        },
      })
      const ends = connect(textId, reader, optedIn, wire, address)
      if (ends && typeof reader === 'object') {
        listenToSocket(webSocket, ends)
        const sender = senderOf(reader, address, () => mayBeLong(textId, reader))
        watchSocket(unfinished, webSocket, socket, sender, onClosed)
      } else {
        webSocket.on('error', () => undefined)
        sendAway(webSocket, socket)
      }
    })
