/** What of the server's own is under way with a text: it keeps the text in memory, and may keep more words from being let in. */

export interface Holds {
  readonly isHeld: () => boolean
  readonly isPaused: () => boolean
  /** Until what it gives back is called the text is held. */
  readonly hold: () => () => void
  /** The same, and nothing more is let in: what comes waits. */
  readonly pause: () => () => void
}

/** `onResumed` is told when words are let in again. */
export function openHolds(onResumed: () => void): Holds {
  let [holds, pauses] = [0, 0]
  return {
    isHeld: () => holds > 0,
    isPaused: () => pauses > 0,
    hold() {
      holds += 1
      return () => {
        holds -= 1
      }
    },
    pause() {
      holds += 1
      pauses += 1
      return () => {
        holds -= 1
        pauses -= 1
        if (pauses === 0) onResumed()
      }
    },
  }
}
