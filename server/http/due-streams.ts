/**
 * Streams that have something to say are gone through one after the other, some in each turn of the event loop: an act that two thousand
 * follow holds up nobody who types. What comes for a stream before it is its turn goes with the rest.
 */
import type { Turns } from '../turns.ts'

export interface DueStreams {
  /** Has a stream say soon what it has to say: once, however often this is asked before. */
  ask(say: () => void): void
}

export function openDueStreams(turns: Turns): DueStreams {
  const due = new Set<() => void>()
  let isGoing = false
  const goRound = async () => {
    // Whoever is asked again meanwhile comes at the end of the same round.
    for (const say of due) {
      await turns.rest()
      if (due.delete(say)) say()
    }
    isGoing = false
  }
  return {
    ask(say) {
      due.add(say)
      if (isGoing) return
      isGoing = true
      void goRound()
    },
  }
}
