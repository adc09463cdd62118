/** Notices which lines of the tabs of a browser have gone without a word: each holds a lock for as long as it is there. */
import type { Browser } from './share-stream.ts'

const lockOf = (line: number) => `adref/1/line/${line}`

/** Holds the lock of a line until it ends. */
export function keepPresent(line: number, ends: AbortSignal, { locks }: Browser): void {
  void locks?.request(
    lockOf(line),
    () => new Promise<void>((settle) => ends.addEventListener('abort', () => settle())),
  )
}

/**
 * For the line that holds the stream: told which channels others use, it closes them once their line has gone. Returns what tells it.
 */
export function closeLeftBehind(
  { locks }: Browser,
  ends: AbortSignal,
  close: (channels: readonly number[]) => void,
): (line: number, channel: number) => void {
  const known = new Map<number, Set<number>>()
  return (line, channel) => {
    const channels = known.get(line)
    if (channels) channels.add(channel)
    else {
      const used = new Set([channel])
      known.set(line, used)
      locks
        ?.request(lockOf(line), { signal: ends }, () => {
          known.delete(line)
          close([...used])
        })
        // Called off: this line has ended, and the stream with it.
        .catch(() => undefined)
    }
  }
}
