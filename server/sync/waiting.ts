/**
 * Bytes that were sent and that their readers have not taken: a reader who takes nothing holds memory without having said
 * anything. What each may let wait is bounded where it is sent; this is the one bound for all of them together. Beyond it the side
 * with the most gives way, the reader who has taken nothing for the longest time first.
 */

/** What may wait for all readers together, in bytes. */
const mostOfAll = 256 * 1024 * 1024
/** Beyond the bound readers are ended until so much of it is free again. */
const freed = 1 / 8
/** What waits is counted anew after so many milliseconds, and as soon as so much was sent that it might be too much. */
const countingAgain = 1000

/** A way to one reader: a socket, a stream or an answer. */
export interface WaitingLine {
  /** Who gives way when there is too much: a member, or the address of readers and strangers. */
  readonly side: () => string
  /** Bytes that wait in it now. */
  readonly bytes: () => number
  /** Long frames among these that may wait in other lines too: their memory is there once. */
  readonly shared: () => readonly Uint8Array[]
  /** Grows with what the reader takes. */
  readonly taken: () => number
  /** Frees all that waits. */
  readonly end: () => void
}

export interface WaitingReader {
  /** So many bytes were sent. */
  readonly sent: (bytes: number) => void
  readonly leave: () => void
}

export interface Waiting {
  watch(line: WaitingLine): WaitingReader
  /** Ends readers where too much waits; to be called now and then. */
  check(): void
  /** Bytes that waited when they were counted last, and what was sent since. */
  bytes(): number
}

interface Watched {
  readonly line: WaitingLine
  taken: number
  /** When it was last seen to take something, or to have nothing waiting, in milliseconds. */
  tookAt: number
}

interface Weighed {
  readonly watched: Watched
  readonly bytes: number
}

/** What each line holds; a frame that waits in several is divided among them. */
function weigh(all: Iterable<Watched>): Weighed[] {
  const holders = new Map<Uint8Array, number>()
  const full: { watched: Watched; bytes: number; shared: readonly Uint8Array[] }[] = []
  for (const watched of all) {
    const bytes = watched.line.bytes()
    if (bytes === 0) continue
    const shared = watched.line.shared()
    for (const frame of shared) holders.set(frame, (holders.get(frame) ?? 0) + 1)
    full.push({ watched, bytes, shared })
  }
  return full.map(({ watched, bytes, shared }) => {
    let [own, divided] = [bytes, 0]
    for (const frame of shared) {
      own -= frame.length
      divided += frame.length / (holders.get(frame) ?? 1)
    }
    return { watched, bytes: Math.max(0, own) + divided }
  })
}

/** Watches what waits for everybody; `now` is in milliseconds. */
export function openWaiting(
  now: () => number = () => performance.now(),
  most: number = mostOfAll,
): Waiting {
  const all = new Set<Watched>()
  /** At least what waits: counted, and what was sent since. */
  let total = 0
  let countedAt = now()

  const sidesOf = (weighed: readonly Weighed[]) => {
    const sides = new Map<string, { bytes: number; readonly lines: Weighed[] }>()
    for (const each of weighed) {
      const name = each.watched.line.side()
      const side = sides.get(name) ?? { bytes: 0, lines: [] }
      sides.set(name, side)
      side.bytes += each.bytes
      side.lines.push(each)
    }
    // The slowest last; of those who are as slow the fullest.
    for (const { lines } of sides.values())
      lines.sort((a, b) => b.watched.tookAt - a.watched.tookAt || a.bytes - b.bytes)
    return [...sides.values()]
  }
  const makeRoom = (weighed: readonly Weighed[]) => {
    const sides = sidesOf(weighed)
    while (total > most * (1 - freed)) {
      const [first] = sides.toSorted((one, other) => other.bytes - one.bytes)
      const slowest = first?.lines.pop()
      if (!first || !slowest) return
      first.bytes -= slowest.bytes
      total -= slowest.bytes
      all.delete(slowest.watched)
      slowest.watched.line.end()
    }
  }
  const count = () => {
    countedAt = now()
    const weighed = weigh(all)
    const waits = new Set(weighed.map(({ watched }) => watched))
    for (const watched of all) {
      const taken = watched.line.taken()
      if (taken > watched.taken || !waits.has(watched)) watched.tookAt = countedAt
      watched.taken = taken
    }
    total = weighed.reduce((sum, { bytes }) => sum + bytes, 0)
    if (total > most) makeRoom(weighed)
  }

  return {
    watch(line) {
      const watched: Watched = { line, taken: line.taken(), tookAt: now() }
      all.add(watched)
      return {
        sent(bytes) {
          total += bytes
          if (total > most) count()
        },
        leave: () => void all.delete(watched),
      }
    },
    check() {
      if (now() - countedAt >= countingAgain) count()
    },
    bytes: () => total,
  }
}
