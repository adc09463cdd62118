/** Long work in slices, one of them in a turn of the event loop, so that everybody else is served in between. */
import { setImmediate } from 'node:timers/promises'

/** A slice of work takes about so long, in milliseconds. */
const longestSlice = 8

export interface Turns {
  /** Resolves at once while this turn has time for more work, else in a later turn. */
  readonly rest: () => Promise<void>
}

export function openTurns(): Turns {
  let began = 0
  let waiting: Promise<void> = Promise.resolve()
  const isOver = () => performance.now() - began >= longestSlice
  /** Who waits goes on one after the other: each looks anew whether there is time for it in this turn. */
  const nextTurn = async () => {
    if (!isOver()) return
    await setImmediate()
    began = performance.now()
  }
  return {
    rest() {
      if (!isOver()) return Promise.resolve()
      waiting = waiting.then(nextTurn)
      return waiting
    },
  }
}
