/** What live texts hold now, for whoever watches the server. */
import type { TextRoom } from './room-context.ts'
import type { TextRoomsFigures } from './text-rooms-door.ts'

type Figures = Omit<TextRoomsFigures, 'unfinishedBytes' | 'waitingBytes' | 'memoryBytes'>

export function figuresOf(rooms: Iterable<TextRoom>): Figures {
  const open = [...rooms]
  const connections = open.flatMap((room) => [...room.connections])
  return {
    connections: connections.length,
    texts: open.length,
    unsavedBytes: open.reduce((sum, room) => sum + room.unsavedBytes(), 0),
    longestWireBytes: connections.reduce((most, each) => Math.max(most, each.waitingBytes()), 0),
  }
}
