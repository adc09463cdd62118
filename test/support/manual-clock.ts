/** A clock that goes only when a test says so. As in a machine, setting it moves no timer. */
import type { Clock } from '#server/clock'

export interface ManualClock extends Clock {
  /** Goes on by so many milliseconds, and runs what came due. */
  advance(milliseconds: number): void
  /** Somebody sets the clock: it shows another time, and no time has passed. */
  set(milliseconds: number): void
  /** The time so many milliseconds from now, as data has it. */
  after(milliseconds: number): string
}

export function manualClock(start = Date.UTC(2012, 0, 13, 12)): ManualClock {
  let time = start
  let passed = 0
  const waiting = new Map<symbol, { due: number; run: () => void }>()
  const runDue = () => {
    for (const [key, { due, run }] of waiting)
      if (due <= passed) {
        waiting.delete(key)
        run()
      }
  }
  return {
    now: () => new Date(time),
    monotonic: () => passed,
    at(when, run) {
      const key = Symbol('timer')
      waiting.set(key, { due: passed + Math.max(0, when.getTime() - time), run })
      queueMicrotask(runDue)
      return () => void waiting.delete(key)
    },
    advance(milliseconds) {
      time += milliseconds
      passed += milliseconds
      runDue()
    },
    set(milliseconds) {
      time += milliseconds
    },
    after: (milliseconds) => new Date(time + milliseconds).toISOString(),
  }
}
