/**
 * One write for all texts: while one is on its way to the disk, the next gathers. No timers: a lone keystroke goes at once,
 * under load hundreds share one sync.
 */
import type { Store } from '../store/store.ts'
import type { Taken, TextRoom } from './text-room.ts'

export interface WriteQueue {
  readonly request: () => void
  /** Resolves when nothing waits for the disk. */
  readonly settled: () => Promise<void>
}

export function openWriteQueue(
  store: Store,
  rooms: () => Iterable<TextRoom>,
  onRefused: (cause: unknown) => void,
): WriteQueue {
  let requested = false
  let running: Promise<void> | undefined

  const writeOnce = async () => {
    const batch: { room: TextRoom; taken: Taken }[] = []
    for (const room of rooms()) {
      const taken = room.take()
      if (taken) batch.push({ room, taken })
    }
    const texts = batch
      .filter(({ taken }) => taken.records.length > 0)
      .map(({ room, taken }) => ({ textId: room.textId, records: taken.records }))
    try {
      if (texts.length > 0) await store.write({ texts })
    } catch (cause) {
      onRefused(cause)
      for (const { taken } of batch) taken.undo()
      return
    }
    for (const { taken } of batch) taken.confirm()
  }

  const run = async () => {
    // What arrived in the same turn of the event loop shares the write.
    await new Promise((resolve) => setImmediate(resolve))
    while (requested) {
      requested = false
      await writeOnce()
    }
    running = undefined
  }

  return {
    request() {
      requested = true
      running ??= run()
    },
    async settled() {
      while (running) await running
    },
  }
}
