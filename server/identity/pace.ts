/** Paces: so many at once, and then so many a second, for each of many, and for all of them together. */

export interface PaceLimits {
  readonly atOnce: number
  readonly perSecond: number
}

export interface Pace {
  /** Takes one; gives back the milliseconds until the next may be taken when it comes too fast, and 0 when it was taken. */
  take(key: string, limits?: PaceLimits): number
  /** How many are remembered. */
  size(): number
}

interface Kept {
  left: number
  at: number
  limits: PaceLimits
}

/** Whoever has asked for at most so many in the last minute has hardly asked. */
const newcomer = 10
/** Those who are as good as new are forgotten when there are more than so many. */
const leastForgotten = 1000

/** What is left at a time. */
function leftAt({ left, at, limits }: Kept, time: number): number {
  const earned = (Math.max(0, time - at) / 1000) * limits.perSecond
  return Math.min(limits.atOnce, left + earned)
}

/** Opens a pace; `now` is in milliseconds. `limits` of a taking stand for the ones that it was opened with. */
export function openPace(usual: PaceLimits, now: () => number): Pace {
  const kept = new Map<string, Kept>()
  let forgetAbove = leastForgotten
  const forgetTheRested = (time: number) => {
    for (const [key, each] of kept) if (leftAt(each, time) >= each.limits.atOnce) kept.delete(key)
    forgetAbove = Math.max(leastForgotten, 2 * kept.size)
  }
  return {
    size: () => kept.size,
    take(key, limits = usual) {
      const time = now()
      if (kept.size >= forgetAbove) forgetTheRested(time)
      const known = kept.get(key) ?? { left: limits.atOnce, at: time, limits }
      const left = leftAt({ ...known, limits }, time)
      const isIn = left >= 1
      kept.set(key, { left: isIn ? left - 1 : left, at: time, limits })
      return isIn ? 0 : Math.ceil(((1 - left) / limits.perSecond) * 1000)
    },
  }
}

/**
 * Opens a pace in which everybody has one of their own and all have one together, of which the second half is kept for those who
 * have hardly asked: whoever asks without end keeps nobody else out.
 */
export function openSharedPace(
  each: PaceLimits,
  all: PaceLimits,
  now: () => number,
): Pick<Pace, 'take'> {
  const own = openPace(each, now)
  const half = { atOnce: all.atOnce / 2, perSecond: all.perSecond / 2 }
  const [anybody, newcomers] = [openPace(half, now), openPace(half, now)]
  const hardly = openPace({ atOnce: newcomer, perSecond: newcomer / 60 }, now)
  return {
    take(key) {
      const isNew = hardly.take(key) === 0
      const wait = own.take(key)
      if (wait > 0) return wait
      const late = anybody.take('')
      return late > 0 && isNew ? newcomers.take('') : late
    },
  }
}
