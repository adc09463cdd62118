/** The door of the words: sockets come in, live texts are opened once, kept while in use, and closed in good order. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import type { GroupId, TextId } from '#shared/domain/ids'
import { closeCode } from '#shared/protocol/close-codes'
import { limits, type WordsRefusal } from '#shared/protocol/frames'
import { readContent } from '#shared/text/read-content'
import { writeContent } from '#shared/text/write-content'
import type { Store, TextRecord } from '../store/store.ts'
import { type Connection, openConnection } from './connection.ts'
import type { Reader, WordsRights } from './rights.ts'
import { openTextRoom, type TextRoom } from './text-room.ts'
import { openWriteQueue } from './write-queue.ts'

/** A text stays in memory this long after its last reader left, in milliseconds. */
const idleGrace = 30_000
/** Every socket hears something at least this often, in milliseconds: y-websocket gives up after 30 seconds of silence. */
const heartbeat = 15_000
/** Closing is spread over this time, in milliseconds, so that not everybody comes back at once. */
const closingSpread = 1_500

export interface TextRooms {
  /** Takes over an HTTP upgrade. Refusals come as a close code after it, because browsers see nothing else. */
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    textId: TextId,
    reader: Reader | undefined,
    optedIn: boolean,
  ): void
  /** What a text says now, with all that was accepted. */
  contentOf(textId: TextId): TextContent
  /** The first record of a new text. */
  firstRecords(content: TextContent): TextRecord[]
  /** The records that start a text from another's words; they keep their authors. */
  copyRecords(textId: TextId): Promise<TextRecord[]>
  /** Closes at once the sockets of a group that lost their right to read. */
  rightsChanged(groupId: GroupId): void
  openSockets(): number
  /** Resolves when everything accepted is on disk. */
  readonly settled: () => Promise<void>
  close(): Promise<void>
}

export interface TextRoomsEvents {
  readonly onRefused: (textId: TextId, why: WordsRefusal) => void
  readonly onStoreRefused: (cause: unknown) => void
  readonly onLoadFailed: (textId: TextId, cause: unknown) => void
}

export function openTextRooms(
  store: Store,
  rights: WordsRights,
  events: TextRoomsEvents,
  now: () => Date = () => new Date(),
): TextRooms {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.message + 1024,
    perMessageDeflate: false,
    clientTracking: true,
  })
  const rooms = new Map<TextId, TextRoom>()
  const idle = new Map<TextId, NodeJS.Timeout>()
  const queue = openWriteQueue(store, () => rooms.values(), events.onStoreRefused)
  let isClosing = false

  const roomOf = (textId: TextId): TextRoom => {
    clearTimeout(idle.get(textId))
    idle.delete(textId)
    const open = rooms.get(textId)
    if (open) return open
    const room = openTextRoom(textId, {
      store,
      rights,
      now,
      requestWrite: queue.request,
      settled: queue.settled,
      onRefused: events.onRefused,
      onCompactionFailed: events.onStoreRefused,
    })
    rooms.set(textId, room)
    return room
  }

  const releaseWhenIdle = (room: TextRoom) => {
    if (!room.isIdle()) return
    const { textId } = room
    clearTimeout(idle.get(textId))
    const unload = () => {
      idle.delete(textId)
      if (!room.isIdle()) return
      rooms.delete(textId)
      room.doc.destroy()
    }
    idle.set(textId, setTimeout(unload, idleGrace).unref())
  }

  const beat = setInterval(() => {
    for (const room of rooms.values()) room.keepAlive()
  }, heartbeat).unref()

  const whyNotRead = (textId: TextId, reader: Reader | undefined): number | undefined => {
    if (isClosing) return closeCode.restarting
    if (!reader) return closeCode.signedOut
    switch (rights.rightOf(textId, reader)) {
      case 'signed-out':
        return closeCode.signedOut
      case 'unknown-text':
        return closeCode.textUnknown
      case 'none':
        return closeCode.mayNotRead
      case 'read':
      case 'write':
        return undefined
    }
  }

  return {
    handleUpgrade(request, socket, head, textId, reader, optedIn) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const why = whyNotRead(textId, reader)
        if (why !== undefined || !reader) {
          webSocket.close(why ?? closeCode.signedOut)
          return
        }
        let room: TextRoom
        try {
          room = roomOf(textId)
        } catch (cause) {
          // Never an empty document in place of one that could not be read.
          events.onLoadFailed(textId, cause)
          webSocket.close(closeCode.internal, 'the text could not be loaded')
          return
        }
        const connection: Connection = openConnection(webSocket, reader, optedIn, {
          onMessage: (data) => room.receive(connection, data),
          onDrained: () => void room.resync(connection),
          onClose() {
            room.leave(connection)
            releaseWhenIdle(room)
          },
        })
        room.join(connection)
      })
    },
    contentOf(textId) {
      const room = roomOf(textId)
      const content = readContent(room.doc)
      releaseWhenIdle(room)
      return content
    },
    firstRecords(content) {
      const doc = new Y.Doc()
      writeContent(doc, content)
      const update = Y.encodeStateAsUpdate(doc)
      return [{ author: null, at: now().toISOString(), update, clients: [doc.clientID] }]
    },
    async copyRecords(textId) {
      await queue.settled()
      const room = roomOf(textId)
      const records = room.copyRecords(now().toISOString())
      releaseWhenIdle(room)
      return records
    },
    rightsChanged(groupId) {
      for (const room of rooms.values())
        for (const connection of room.connections) {
          if (connection.reader.groupId !== groupId) continue
          const why = whyNotRead(room.textId, connection.reader)
          if (why !== undefined) connection.close(why, 'rights changed')
        }
    },
    openSockets: () => sockets.clients.size,
    settled: queue.settled,
    async close() {
      isClosing = true
      clearInterval(beat)
      await queue.settled()
      const open = [...sockets.clients]
      const step = Math.min(20, closingSpread / Math.max(1, open.length))
      for (const socket of open) {
        socket.close(closeCode.restarting, 'the server restarts')
        await new Promise((resolve) => setTimeout(resolve, step))
      }
      await queue.settled()
      for (const room of rooms.values()) room.close(closeCode.restarting, 'the server restarts')
      for (const socket of sockets.clients) socket.terminate()
      for (const timer of idle.values()) clearTimeout(timer)
    },
  }
}
