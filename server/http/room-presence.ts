/** Who has a group's room open, by seat; those without a delegation are counted as following. Changes are gathered. */
import type { GroupId, SeatId } from '#shared/domain/ids'
import type { RoomPresence } from '#shared/protocol/api'
import type { Actor } from '#shared/record/state'

/** Changes wait this long, in milliseconds: a hall that comes back from a break is one change, not two hundred. */
const gathering = 100
/** And so long for each room that is open: to tell two thousand takes a while, and they come by ones and twos. */
const gatheringOfEach = 0.5

export interface RoomPresences {
  /** Counts an open room in, and tells it of every change until the returned function is called. */
  enter(groupId: GroupId, actor: Actor, listener: () => void): () => void
  of(groupId: GroupId): RoomPresence
}

interface Visitor {
  readonly seatId: SeatId | null
  readonly listener: () => void
}

export function openRoomPresences(): RoomPresences {
  const visitors = new Map<GroupId, Set<Visitor>>()
  const timers = new Map<GroupId, NodeJS.Timeout>()

  const count = (groupId: GroupId): RoomPresence => {
    const connections = new Map<SeatId, number>()
    let following = 0
    for (const { seatId } of visitors.get(groupId) ?? []) {
      if (seatId === null) following += 1
      else connections.set(seatId, (connections.get(seatId) ?? 0) + 1)
    }
    const seats = [...connections].map(([seatId, count]) => ({ seatId, connections: count }))
    return { seats, following }
  }

  const counted = new Map<GroupId, RoomPresence>()
  const of = (groupId: GroupId): RoomPresence => {
    const presence = counted.get(groupId) ?? count(groupId)
    counted.set(groupId, presence)
    return presence
  }

  const announce = (groupId: GroupId) => {
    counted.delete(groupId)
    if (timers.has(groupId)) return
    const tell = () => {
      timers.delete(groupId)
      for (const { listener } of visitors.get(groupId) ?? []) listener()
    }
    const wait = Math.max(gathering, gatheringOfEach * (visitors.get(groupId)?.size ?? 0))
    timers.set(groupId, setTimeout(tell, wait).unref())
  }

  return {
    of,
    enter(groupId, actor, listener) {
      const isShown = actor.by === 'member' && actor.role !== 'observer'
      const visitor = { seatId: isShown ? actor.seatId : null, listener }
      const present = visitors.get(groupId) ?? new Set<Visitor>()
      visitors.set(groupId, present.add(visitor))
      announce(groupId)
      return () => {
        present.delete(visitor)
        announce(groupId)
      }
    },
  }
}
