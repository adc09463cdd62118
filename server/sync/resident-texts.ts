/**
 * Which texts stay in memory. Those that nobody has open make room first. Where that is not enough, whoever keeps most of it gives way
 * to who has less, so that no side keeps the others from reading, nor several together.
 */
import type { TextId } from '#shared/domain/ids'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import type { Connection } from './connection.ts'
import type { TextRoom } from './room-context.ts'

export interface ResidentTexts {
  /** Estimated memory in bytes. */
  bytes(): number
  /** Puts away what nobody has open, longest idle first, until the rest fits; false when it does not. */
  makeRoom(): boolean
  /** The same for a text that somebody of a side opens now, for which others may have to give way. */
  makeRoomFor(newcomer: TextRoom, side: string): boolean
}

export interface ResidentContext {
  readonly rooms: ReadonlyMap<TextId, TextRoom>
  /** Texts that nobody has open, longest idle first. */
  readonly idle: () => Iterable<TextId>
  readonly unload: (room: TextRoom) => void
  /** Memory for all, in bytes. */
  readonly most: number
  /** On whose side a connection is: a delegation's, a member's without one, or that of an address. */
  readonly sideOf: (connection: Connection) => string
}

interface Held {
  /** Their part of the memory. */
  readonly bytes: number
  readonly texts: readonly TextRoom[]
}

export function openResidentTexts({
  rooms,
  idle,
  unload,
  most,
  sideOf,
}: ResidentContext): ResidentTexts {
  /** Who was closed and has not left yet: the memory of a text that only they have open is as good as free. */
  const closed = new WeakSet<Connection>()
  const isLeft = ({ connections }: TextRoom): boolean =>
    connections.size > 0 && [...connections].every((each) => closed.has(each))

  const bytes = () => {
    let sum = 0
    for (const room of rooms.values()) sum += room.memoryBytes()
    return sum
  }
  const used = () => {
    let sum = 0
    for (const room of rooms.values()) if (!isLeft(room)) sum += room.memoryBytes()
    return sum
  }
  const makeRoom = (): boolean => {
    let left = used()
    for (const textId of idle()) {
      if (left <= most) return true
      const room = rooms.get(textId)
      if (!room) continue
      const own = room.memoryBytes()
      unload(room)
      if (!rooms.has(textId)) left -= own
    }
    return left <= most
  }
  /** What each side keeps open, the text that was opened last at the end; of one that several have open each keeps a part. */
  const heldBySide = (): ReadonlyMap<string, Held> => {
    const held = new Map<string, { bytes: number; readonly texts: TextRoom[] }>()
    for (const room of rooms.values()) {
      const open = [...room.connections].filter((each) => !closed.has(each))
      const sides = new Set(open.map(sideOf))
      for (const side of sides) {
        const own = held.get(side) ?? { bytes: 0, texts: [] }
        held.set(side, own)
        own.bytes += room.memoryBytes() / sides.size
        own.texts.push(room)
      }
    }
    return held
  }

  return {
    bytes,
    makeRoom,
    makeRoomFor(newcomer, side) {
      while (!makeRoom()) {
        const held = heldBySide()
        const own = (held.get(side)?.bytes ?? 0) + newcomer.memoryBytes()
        // Nobody loses the one text that they have open.
        const [largest] = [...held]
          .filter(([, { texts }]) => texts.length > 1)
          .toSorted(([, one], [, other]) => other.bytes - one.bytes)
        const [name, { bytes: most, texts }] = largest ?? ['', { bytes: 0, texts: [] }]
        if (most <= own) return false
        for (const connection of texts.at(-1)?.connections ?? []) {
          if (sideOf(connection) !== name) continue
          closed.add(connection)
          connection.close(closeCode.overloaded, overloadReason.tooManyTexts)
        }
      }
      return true
    },
  }
}
