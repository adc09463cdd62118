/** A clock that goes only when a test says so. */
import type { Clock } from '#server/clock'

export interface ManualClock extends Clock {
  /** Goes on by so many milliseconds, and runs what came due. */
  advance(milliseconds: number): void
  /** The time so many milliseconds from now, as data has it. */
  after(milliseconds: number): string
}

export function manualClock(start = Date.UTC(2012, 0, 13, 12)): ManualClock {
  let time = start
  const waiting = new Map<symbol, { at: number; run: () => void }>()
  const runDue = () => {
    for (const [key, { at, run }] of waiting)
      if (at <= time) {
        waiting.delete(key)
        run()
      }
  }
  return {
    now: () => new Date(time),
    at(when, run) {
      const key = Symbol('timer')
      waiting.set(key, { at: when.getTime(), run })
      queueMicrotask(runDue)
      return () => void waiting.delete(key)
    },
    advance(milliseconds) {
      time += milliseconds
      runDue()
    },
    after: (milliseconds) => new Date(time + milliseconds).toISOString(),
  }
}
