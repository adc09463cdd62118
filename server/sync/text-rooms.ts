/** The door of the words: sockets come in, live texts are opened once, kept while in use, and closed in good order. */
import { setTimeout as delay } from 'node:timers/promises'
import { tableOf } from '#shared/copies/doc-copies'
import type { TextId } from '#shared/domain/ids'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import { limits } from '#shared/protocol/frames'
import type { Store } from '../store/store.ts'
import { openAmendments } from './amendments.ts'
import { openAuthorship } from './authorship.ts'
import { closedTo } from './closed-to.ts'
import { type Connection, openConnection, type Wire } from './connection.ts'
import { openFairPlaces } from './fair-places.ts'
import { figuresOf } from './figures.ts'
import { recordsOfBranch, recordsOfWords } from './first-records.ts'
import { startHeartbeat } from './heartbeat.ts'
import { openMemberLimits } from './member-limits.ts'
import { openMemoryShares, shareOf } from './memory-shares.ts'
import { makeOwnEdit } from './own-edit.ts'
import { openResidentTexts } from './resident-texts.ts'
import { accountKeyOf, type Reader, type WordsRights } from './rights.ts'
import type { TextRoom } from './room-context.ts'
import { acceptSockets, openSockets } from './socket-door.ts'
import { withEnd } from './taken.ts'
import { openTextRoom } from './text-room.ts'
import type { Knocking, TextRooms, TextRoomsEvents, TextRoomsLimits } from './text-rooms-door.ts'
import { openUnfinished } from './unfinished.ts'
import { openWaiting } from './waiting.ts'
import { openWriteQueue } from './write-queue.ts'

/** A text stays in memory this long after its last reader left, in milliseconds. */
const idleGrace = 30_000
/** Connections to texts of all who follow: a page has some for each text that is open, and a hall is one address. */
const mostFollowing = 10_000
/** Closing is spread over this time, in milliseconds, so that not everybody comes back at once. */
const closingSpread = 1_500
/** A text that has to be loaded since a page names it costs its member as much as so many bytes of messages. */
const priceOfLoading = 8 * 1024 * 1024
/** Time for shortening logs before the end, in milliseconds: the next start is faster by it, and nothing depends on it. */
const compactingTime = 500

export function openTextRooms(
  store: Store,
  rights: WordsRights,
  limited: TextRoomsLimits,
  events: TextRoomsEvents,
  now: () => Date = () => new Date(),
): TextRooms {
  const sockets = openSockets()
  const rooms = new Map<TextId, TextRoom>()
  const changes = new Map<TextId, number>()
  const idle = new Map<TextId, NodeJS.Timeout>()
  const memberLimits = openMemberLimits(limited)
  const shares = openMemoryShares(limited.shareBytes ?? shareOf(limited.memoryBytes), {
    rights,
    store,
    openText: (textId) => rooms.get(textId),
  })
  const queue = openWriteQueue(store, {
    onWritten: events.onWritten,
    onRefused: events.onStoreRefused,
    onRoomFailed(room, cause) {
      events.onLoadFailed(room.textId, cause)
      if (rooms.get(room.textId) === room) rooms.delete(room.textId)
      room.close(closeCode.internal, 'the text could not be loaded')
    },
  })
  const amendments = openAmendments({
    store,
    rights,
    now,
    openRoom: (textId) => rooms.get(textId),
    withRoom,
    settled: queue.settled,
    onRefused: events.onStoreRefused,
  })
  let [isClosing, isClosed] = [false, false]

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
      onMoved: amendments.moved,
      isClaimedElsewhere: amendments.isClaimedElsewhere,
      timedTextFor(connection, named) {
        const right = rights.rightOf(named, connection.reader)
        if (right !== 'read' && right !== 'write') return undefined
        if (!rooms.has(named)) connection.charge(priceOfLoading)
        return withRoom(named, (room) => room.timed())
      },
      shares,
      mostLetters: limited.mostLetters,
      onRefused: events.onRefused,
      onSpoilt: (reader) => {
        for (const open of rooms.values()) open.turnOut(reader)
      },
      onChanged: (changed) => changes.set(changed, (changes.get(changed) ?? 0) + 1),
      onCompactionFailed: events.onStoreRefused,
      onLeft: (left) => releaseWhenIdle(left),
    })
    shares.loaded(room)
    rooms.set(textId, room)
    amendments.moved(textId)
    return room
  }

  const unload = (room: TextRoom) => {
    if (rooms.get(room.textId) !== room) return
    clearTimeout(idle.get(room.textId))
    idle.delete(room.textId)
    if (!room.isIdle()) return
    shares.putAway(room)
    rooms.delete(room.textId)
    void room.compact()
    room.close(closeCode.restarting, 'the text is put away')
    room.doc.destroy()
    amendments.closed(room.textId)
  }
  /** On whose side a connection to a text is. */
  const sides = new WeakMap<Connection, string>()
  const residents = openResidentTexts({
    rooms,
    idle: () => idle.keys(),
    unload,
    most: limited.memoryBytes,
    sideOf: (connection) => sides.get(connection) ?? '',
  })

  const releaseWhenIdle = (room: TextRoom) => {
    if (!room.isIdle() || rooms.get(room.textId) !== room) return
    const { textId } = room
    clearTimeout(idle.get(textId))
    idle.delete(textId)
    idle.set(textId, setTimeout(() => unload(room), idleGrace).unref())
  }

  /** Uses a text's room, which is loaded for it if need be. */
  function withRoom<T>(textId: TextId, use: (room: TextRoom) => T): T {
    const room = roomOf(textId)
    const used = use(room)
    releaseWhenIdle(room)
    return used
  }

  /** The same with what is on its way to the disk there. */
  const fromSettled = <T>(textId: TextId, use: (room: TextRoom) => T): Promise<T> =>
    queue.settled().then(() => withRoom(textId, use))

  const unfinished = openUnfinished()
  const waiting = openWaiting(undefined, limited.waitingBytes)
  const following = openFairPlaces(limited.followers ?? mostFollowing)
  const heartbeat = startHeartbeat(
    () => rooms.values(),
    sockets.clients,
    () => {
      unfinished.check()
      waiting.check()
    },
  )

  const whyNotRead = (textId: TextId, reader: Knocking): number | undefined => {
    if (isClosing) return closeCode.restarting
    if (typeof reader !== 'object') return closedTo[reader ?? 'nobody']
    switch (rights.rightOf(textId, reader)) {
      case 'signed-out':
        return closeCode.signedOut
      // A text that one may not read is not told apart from one that is not there.
      case 'unknown-text':
      case 'none':
        return closeCode.textUnknown
      case 'read':
      case 'write':
        return undefined
    }
  }

  /** Whoever never writes in a text sends nothing long; words that come after a freeze are refused in words of their own. */
  const mayBeLong = (textId: TextId, reader: Reader): boolean =>
    reader.memberId !== null && rights.whyNotWrite(textId, reader) !== 'not-a-writer'

  /** Lets a wire into a text, or closes it with the reason. */
  const connect: TextRooms['connect'] = (textId, reader, optedIn, line, address) => {
    const wire: Wire = {
      ...line,
      close(code, reason) {
        if (line.isOpen()) events.onClosed(code)
        line.close(code, reason)
      },
    }
    const why = whyNotRead(textId, reader)
    if (why !== undefined || typeof reader !== 'object') {
      wire.close(why ?? closeCode.signedOut, '')
      return undefined
    }
    const account = memberLimits.enter(accountKeyOf(reader))
    if (typeof account === 'string') {
      wire.close(closeCode.overloaded, account)
      return undefined
    }
    const full = () => wire.close(closeCode.overloaded, overloadReason.tooManyFollowers)
    const stopFollowing =
      reader.memberId === null ? following.enter(address, full) : () => undefined
    if (!stopFollowing) {
      memberLimits.leave(account)
      full()
      return undefined
    }
    const leaveLimits = () => {
      memberLimits.leave(account)
      stopFollowing()
    }
    const side = reader.memberId === null ? address : rights.sideOf(textId, reader.memberId)
    let room: TextRoom
    try {
      const isNew = !rooms.has(textId)
      room = roomOf(textId)
      if (isNew && !residents.makeRoomFor(room, side)) {
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
    sides.set(opened.connection, side)
    room.join(opened.connection)
    return {
      onFrame(data) {
        // After the last write nothing more is taken in: it would be neither saved nor refused.
        if (isClosed) return
        if (data.length > limits.readerMessage && !mayBeLong(textId, reader))
          wire.close(closeCode.tooLarge, 'too large')
        else opened.onFrame(data)
      },
      onClose() {
        opened.onClose()
        leaveLimits()
        room.leave(opened.connection)
        releaseWhenIdle(room)
        residents.makeRoom()
      },
    }
  }

  return {
    connect,
    memberLimits,
    unfinished,
    waiting,
    handleUpgrade: acceptSockets(
      sockets,
      { connect, mayBeLong, unfinished, waiting, heartbeat },
      events.onClosed,
    ),
    contentOf(textId) {
      const content = withRoom(textId, (room) => room.content())
      residents.makeRoom()
      return content
    },
    firstRecords: (content) => recordsOfWords(content, now().toISOString()),
    copyRecords: (textId) => fromSettled(textId, (room) => room.copyRecords(now().toISOString())),
    branchRecords: (textId) =>
      fromSettled(textId, (room) => recordsOfBranch(room, now().toISOString())),
    changedCopy(textId, author, change) {
      const at = now().toISOString()
      return withRoom(textId, (room) => [
        ...recordsOfBranch(room, at),
        makeOwnEdit(room.doc, room.authors(), author, at, change).record,
      ])
    },
    async bringUp(textId) {
      await queue.settled()
      await amendments.bringUp(textId)
    },
    outcomes: amendments,
    hold(textId) {
      const room = roomOf(textId)
      const done = room.hold()
      return (records) => {
        done(records)
        releaseWhenIdle(room)
      }
    },
    alone: queue.alone,
    edit(textId, author, change) {
      const room = roomOf(textId)
      return {
        textId,
        ...withEnd(room.edit(author, change), () => releaseWhenIdle(room)),
      }
    },
    rightsChanged(groupId) {
      for (const room of rooms.values())
        for (const connection of room.connections) {
          if (connection.reader.groupId !== groupId) continue
          const why = whyNotRead(room.textId, connection.reader)
          if (why !== undefined) connection.close(why, 'rights changed')
        }
    },
    changesOf: (textId) => changes.get(textId) ?? 0,
    ...openAuthorship(store, withRoom),
    copiesOf: (textId) => withRoom(textId, (room) => tableOf(room.savedDoc()).ranges),
    authorsOf: (textId) => withRoom(textId, (room) => room.authors()),
    figures() {
      return {
        ...figuresOf(rooms.values()),
        unfinishedBytes: unfinished.bytes(),
        waitingBytes: waiting.bytes(),
        memoryBytes: residents.bytes(),
      }
    },
    settled: queue.settled,
    async close() {
      isClosing = true
      heartbeat.stop()
      await amendments.end()
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
