/** The time, and waking up at one: an argument, so that tests need not wait. */

export interface Clock {
  now(): Date
  /** Milliseconds that nobody can set: they go on while the machine runs, and stand still while it is suspended. */
  monotonic(): number
  /** Runs something at a time, or at once when that is past. Returns what calls it off. */
  at(time: Date, run: () => void): () => void
}

/** The longest that a timer of the system can wait, in milliseconds. */
const longestWait = 2 ** 31 - 1

/** The machine's own clock. Timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  at(time, run) {
    let timer: NodeJS.Timeout
    const wait = () => {
      const left = time.getTime() - Date.now()
      timer = setTimeout(left > longestWait ? wait : run, Math.min(Math.max(left, 0), longestWait))
      timer.unref()
    }
    wait()
    return () => clearTimeout(timer)
  },
}
