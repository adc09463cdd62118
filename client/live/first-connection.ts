/**
 * When a text that has a copy on this device is connected first: as soon as the copy is read. So the server is asked only for what the
 * copy lacks, and is sent only what it has beside the server.
 */

/** A copy that is not read after this time is not waited for any more, in milliseconds. */
const patience = 1000

interface FirstConnection {
  /** The copy is read, or there is none. */
  readonly now: () => void
  /** It is connected otherwise, or not at all. */
  readonly never: () => void
}

/** Calls `connect` once at most. */
export function firstConnection(connect: () => void): FirstConnection {
  const timer = setTimeout(() => now(), patience)
  let isDone = false
  const never = () => {
    clearTimeout(timer)
    isDone = true
  }
  const now = () => {
    if (!isDone) connect()
    never()
  }
  return { now, never }
}
