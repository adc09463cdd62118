/**
 * One write for all texts: what arrives in one turn of the event loop, and while a write is on its way to the disk, shares
 * the next. No timers: a lone keystroke goes at once, under load hundreds share one sync.
 */
import type { Store } from '../store/store.ts'
import type { TextRoom } from './room-context.ts'
import type { Taken } from './taken.ts'

export interface WriteQueue {
  /** Asks for a write of what this room has taken in. */
  readonly request: (room: TextRoom) => void
  /** Does something while no write of words is on its way to the disk; what comes meanwhile waits. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** Resolves when all that waits for the disk now is there, or was refused; not what comes later. */
  readonly settled: () => Promise<void>
}

export interface WriteQueueEvents {
  readonly onWritten: (records: number, milliseconds: number) => void
  readonly onRefused: (cause: unknown) => void
  /** A text could not be judged, confirmed or taken back. */
  readonly onRoomFailed: (room: TextRoom, cause: unknown) => void
}

export function openWriteQueue(store: Store, events: WriteQueueEvents): WriteQueue {
  let due = new Set<TextRoom>()
  /** The write that will take what is due; undefined when nothing is. */
  let next: Promise<void> | undefined

  /** One text's trouble ends that text's connections, never the others' writes. */
  const guarded = <T>(room: TextRoom, act: () => T): T | undefined => {
    try {
      return act()
    } catch (cause) {
      events.onRoomFailed(room, cause)
      return undefined
    }
  }
  const writeOnce = async (rooms: ReadonlySet<TextRoom>) => {
    const batch: { room: TextRoom; taken: Taken }[] = []
    for (const room of rooms) {
      const taken = guarded(room, () => room.take())
      if (taken) batch.push({ room, taken })
    }
    const texts = batch
      .filter(({ taken }) => taken.records.length > 0)
      .map(({ room, taken }) => ({ textId: room.textId, records: taken.records }))
    const begun = performance.now()
    try {
      if (texts.length > 0) await store.write({ texts })
    } catch (cause) {
      events.onRefused(cause)
      for (const { room, taken } of batch) guarded(room, () => taken.undo())
      return
    }
    const records = texts.reduce((sum, text) => sum + text.records.length, 0)
    if (records > 0) events.onWritten(records, performance.now() - begun)
    for (const { room, taken } of batch) guarded(room, () => taken.confirm())
  }

  /** Writes follow each other, so that no text overtakes itself. */
  let last: Promise<void> = Promise.resolve()
  const write = async (before: Promise<void>) => {
    await new Promise((resolve) => setImmediate(resolve))
    await before
    const rooms = due
    due = new Set()
    next = undefined
    await writeOnce(rooms)
  }

  return {
    request(room) {
      due.add(room)
      if (next) return
      next = write(last)
      last = next
    },
    alone(work) {
      const done = (next ?? last).then(work)
      last = done.then(
        () => undefined,
        () => undefined,
      )
      return done
    },
    async settled() {
      await (next ?? last)
    },
  }
}
