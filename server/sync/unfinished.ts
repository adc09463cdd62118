/**
 * Bytes of messages that have begun to arrive and have not ended. `ws` keeps them until they end, and so they are memory that a
 * member takes without having said anything: bounded for each member over all their sockets, and in time.
 */
import type { EventEmitter } from 'node:events'
import { limits } from '#shared/protocol/frames'

/** What one member may have begun at once: two of the longest messages. */
const mostBytes = 2 * limits.message
/** A message may take so long, in milliseconds, and beyond that the time which the slowest line needs for it. */
const patience = 30_000
const slowestBytesPerMillisecond = 16
/** A control frame of a client has a head of so many bytes. */
const controlHead = 6

interface Watched {
  readonly key: string
  bytes: number
  /** When the message was first seen unfinished, in milliseconds; undefined when none is. */
  since: number | undefined
}

export interface Unfinished {
  /** Watches a WebSocket whose bytes come by this line; `end` is called when there are too many. */
  watch(key: string, socket: EventEmitter, line: EventEmitter, end: () => void): void
  /** Ends the sockets whose message takes too long; to be called now and then. */
  check(): void
}

/** Watches all sockets; `now` is in milliseconds. */
export function openUnfinished(now: () => number = () => performance.now()): Unfinished {
  const all = new Map<Watched, () => void>()
  const totals = new Map<string, number>()
  const add = (watched: Watched, bytes: number) => {
    watched.bytes += bytes
    const total = (totals.get(watched.key) ?? 0) + bytes
    if (total > 0) totals.set(watched.key, total)
    else totals.delete(watched.key)
    return total
  }
  return {
    watch(key, socket, line, end) {
      const watched: Watched = { key, bytes: 0, since: undefined }
      let hasEnded = false
      const endOnce = () => {
        if (!hasEnded) end()
        hasEnded = true
      }
      all.set(watched, endOnce)
      const ended = () => {
        add(watched, -watched.bytes)
        watched.since = undefined
      }
      const control = (data: Buffer) =>
        add(watched, -Math.min(watched.bytes, data.length + controlHead))
      // Before ws reads the same bytes, and tells of the message that they end.
      line.prependListener('data', (bytes: Buffer) => {
        if (add(watched, bytes.length) > mostBytes + bytes.length) endOnce()
      })
      socket.on('message', ended).on('ping', control).on('pong', control)
      socket.on('close', () => {
        ended()
        all.delete(watched)
      })
    },
    check() {
      const time = now()
      for (const [watched, end] of all) {
        if (watched.bytes === 0) continue
        watched.since ??= time
        if (time - watched.since > patience + watched.bytes / slowestBytesPerMillisecond) end()
      }
    },
  }
}
