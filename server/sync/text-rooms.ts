/** The door of the words: sockets come in, live texts are opened once, kept while in use, and closed in good order. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import * as Y from 'yjs'
import type { TextContent } from '#shared/domain/content'
import type { GroupId, MemberId, TextId } from '#shared/domain/ids'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import { limits, type WordsRefusal } from '#shared/protocol/frames'
import { readContent } from '#shared/text/read-content'
import { writeContent } from '#shared/text/write-content'
import type { Store, TextRecord } from '../store/store.ts'
import { type OpenConnection, openConnection, type Wire } from './connection.ts'
import { type Limits, openMemberLimits } from './member-limits.ts'
import type { Reader, WordsRights } from './rights.ts'
import { listenToSocket, socketWire } from './socket-wire.ts'
import { openTextRoom, type TextRoom } from './text-room.ts'
import { openWriteQueue } from './write-queue.ts'

/** A text stays in memory this long after its last reader left, in milliseconds. */
const idleGrace = 30_000
/**
 * Every socket hears something at least this often, in milliseconds: y-websocket gives up after 30 seconds of silence, and
 * forgets whose presence was not renewed for as long (they renew it every 15).
 */
const heartbeat = 10_000
/** Closing is spread over this time, in milliseconds, so that not everybody comes back at once. */
const closingSpread = 1_500
/** Time for shortening logs before the end, in milliseconds: the next start is faster by it, and nothing depends on it. */
const compactingTime = 500

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
  /** The same for another wire: a stream of events and requests. Closes the wire and gives back nothing when it may not be. */
  connect(
    textId: TextId,
    reader: Reader | undefined,
    optedIn: boolean,
    wire: Wire,
  ): Ends | undefined
  /** What a text says now, as the disk has it. */
  contentOf(textId: TextId): TextContent
  /** The first record of a new text. */
  firstRecords(content: TextContent): TextRecord[]
  /** The records that start a text from another's words; they keep their authors. */
  copyRecords(textId: TextId): Promise<TextRecord[]>
  /** Closes at once the sockets of a group that lost their right to read. */
  rightsChanged(groupId: GroupId): void
  /** Which member is bound to which Yjs client id in a text; null is the installation. */
  authorsOf(textId: TextId): ReadonlyMap<number, MemberId | null>
  figures(): TextRoomsFigures
  /** Resolves when everything accepted is on disk. */
  readonly settled: () => Promise<void>
  close(): Promise<void>
}

/** The ends that a wire's events go into. */
export type Ends = Pick<OpenConnection, 'onFrame' | 'onClose'>

/** What the sync server holds now. */
export interface TextRoomsFigures {
  readonly connections: number
  readonly texts: number
  readonly unsavedBytes: number
  /** Bytes that wait in the wire that is furthest behind. */
  readonly longestWireBytes: number
  readonly memoryBytes: number
}

/** What the administrator bounds. */
export interface TextRoomsLimits extends Limits {
  /** Memory for live texts in bytes, by estimate; texts that nobody has open make room first. */
  readonly memoryBytes: number
}

export interface TextRoomsEvents {
  readonly onWritten: (records: number, milliseconds: number) => void
  readonly onRefused: (textId: TextId, why: WordsRefusal) => void
  /** The server closed a connection. */
  readonly onClosed: (code: number) => void
  readonly onStoreRefused: (cause: unknown) => void
  readonly onLoadFailed: (textId: TextId, cause: unknown) => void
}

export function openTextRooms(
  store: Store,
  rights: WordsRights,
  limited: TextRoomsLimits,
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
  const memberLimits = openMemberLimits(limited)
  const queue = openWriteQueue(store, {
    onWritten: events.onWritten,
    onRefused: events.onStoreRefused,
  })
  let isClosing = false
  let isClosed = false

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
      onRefused: events.onRefused,
      onCompactionFailed: events.onStoreRefused,
    })
    rooms.set(textId, room)
    return room
  }

  const unload = (room: TextRoom) => {
    clearTimeout(idle.get(room.textId))
    idle.delete(room.textId)
    if (!room.isIdle()) return
    rooms.delete(room.textId)
    void room.compact()
    room.close(closeCode.restarting, 'the text is put away')
    room.doc.destroy()
  }
  const memoryBytes = () => {
    let bytes = 0
    for (const room of rooms.values()) bytes += room.memoryBytes()
    return bytes
  }
  /** Puts away what nobody has open, longest idle first, until the rest fits; false when it does not. */
  const makeRoom = (): boolean => {
    for (const textId of idle.keys()) {
      if (memoryBytes() <= limited.memoryBytes) return true
      const room = rooms.get(textId)
      if (room) unload(room)
    }
    return memoryBytes() <= limited.memoryBytes
  }

  const releaseWhenIdle = (room: TextRoom) => {
    if (!room.isIdle()) return
    const { textId } = room
    clearTimeout(idle.get(textId))
    idle.delete(textId)
    idle.set(textId, setTimeout(() => unload(room), idleGrace).unref())
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

  /** Lets a wire into a text, or closes it with the reason. */
  const connect: TextRooms['connect'] = (textId, reader, optedIn, line) => {
    const wire: Wire = {
      ...line,
      close(code, reason) {
        if (line.isOpen()) events.onClosed(code)
        line.close(code, reason)
      },
    }
    const why = whyNotRead(textId, reader)
    if (why !== undefined || !reader) {
      wire.close(why ?? closeCode.signedOut, '')
      return undefined
    }
    // A reader of the follow link is known by the sign-in alone.
    const accountKey = reader.memberId ?? reader.sessionKey
    const account = memberLimits.enter(accountKey)
    if (!account) {
      wire.close(closeCode.overloaded, overloadReason.tooManyConnections)
      return undefined
    }
    const leaveLimits = () => memberLimits.leave(accountKey, account)
    let room: TextRoom
    try {
      const isNew = !rooms.has(textId)
      room = roomOf(textId)
      if (isNew && !makeRoom()) {
        leaveLimits()
        unload(room)
        wire.close(closeCode.overloaded, overloadReason.tooManyTexts)
        return undefined
      }
    } catch (cause) {
      // Never an empty document in place of one that could not be read.
      leaveLimits()
      events.onLoadFailed(textId, cause)
      wire.close(closeCode.internal, 'the text could not be loaded')
      return undefined
    }
    const opened = openConnection(wire, reader, optedIn, memberLimits, account, {
      onMessage: (data) => room.receive(opened.connection, data),
      onDrained: () => room.resync(opened.connection),
    })
    room.join(opened.connection)
    return {
      // After the last write nothing more is taken in: it would be neither saved nor refused.
      onFrame: (data) => {
        if (!isClosed) opened.onFrame(data)
      },
      onClose() {
        opened.onClose()
        leaveLimits()
        room.leave(opened.connection)
        releaseWhenIdle(room)
      },
    }
  }

  return {
    connect,
    handleUpgrade(request, socket, head, textId, reader, optedIn) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const ends = connect(textId, reader, optedIn, socketWire(webSocket, socket))
        if (ends) listenToSocket(webSocket, ends)
        else webSocket.on('error', () => undefined)
      })
    },
    contentOf(textId) {
      const room = roomOf(textId)
      const content = readContent(room.savedDoc())
      releaseWhenIdle(room)
      return content
    },
    firstRecords(content) {
      const doc = new Y.Doc()
      writeContent(doc, content)
      const update = Y.encodeStateAsUpdate(doc)
      return [{ author: null, at: now().toISOString(), updates: [update], clients: [doc.clientID] }]
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
    authorsOf(textId) {
      const room = roomOf(textId)
      releaseWhenIdle(room)
      return room.authors()
    },
    figures() {
      const open = [...rooms.values()]
      const connections = open.flatMap((room) => [...room.connections])
      return {
        connections: connections.length,
        texts: open.length,
        unsavedBytes: open.reduce((sum, room) => sum + room.unsavedBytes(), 0),
        longestWireBytes: connections.reduce(
          (most, each) => Math.max(most, each.waitingBytes()),
          0,
        ),
        memoryBytes: memoryBytes(),
      }
    },
    settled: queue.settled,
    async close() {
      isClosing = true
      clearInterval(beat)
      await queue.settled()
      const open = [...rooms.values()].flatMap((room) => [...room.connections])
      const begun = performance.now()
      for (const [index, connection] of open.entries()) {
        const due = begun + Math.min(20 * index, (closingSpread * index) / open.length)
        if (performance.now() < due) await delay(due - performance.now())
        connection.close(closeCode.restarting, 'the server restarts')
      }
      await delay(open.length > 0 ? 100 : 0)
      isClosed = true
      await queue.settled()
      const deadline = performance.now() + compactingTime
      for (const room of rooms.values()) if (performance.now() < deadline) await room.compact()
      for (const room of rooms.values()) room.close(closeCode.restarting, 'the server restarts')
      for (const socket of sockets.clients) socket.terminate()
      for (const timer of idle.values()) clearTimeout(timer)
    },
  }
}
