/**
 * Which texts stay in memory. Those that nobody has open make room first. Where that is not enough, whoever alone keeps most of it
 * gives way to who has less, so that no side keeps the others from reading.
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
  /** The texts that one side alone has open, of each side. */
  const heldAlone = (): Map<string, TextRoom[]> => {
    const held = new Map<string, TextRoom[]>()
    for (const room of rooms.values()) {
      if (isLeft(room)) continue
      const [side, ...others] = new Set([...room.connections].map(sideOf))
      if (side === undefined || others.length > 0) continue
      held.set(side, [...(held.get(side) ?? []), room])
    }
    return held
  }
  const sum = (held: readonly TextRoom[]): number =>
    held.reduce((all, room) => all + room.memoryBytes(), 0)

  return {
    bytes,
    makeRoom,
    makeRoomFor(newcomer, side) {
      while (!makeRoom()) {
        const held = heldAlone()
        const own = sum(held.get(side) ?? []) + newcomer.memoryBytes()
        // Nobody loses the one text that they have open.
        const [largest = []] = [...held.values()]
          .filter(({ length }) => length > 1)
          .toSorted((one, other) => sum(other) - sum(one))
        const last = largest.at(-1)
        if (!last || sum(largest) <= own) return false
        for (const connection of last.connections) {
          closed.add(connection)
          connection.close(closeCode.overloaded, overloadReason.tooManyTexts)
        }
      }
      return true
    },
  }
}
