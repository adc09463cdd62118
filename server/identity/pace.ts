/** A pace for each of many: so many at once, and then so many a second. */

export interface Pace {
  /** Takes one; false when it comes too fast. */
  take(key: string): boolean
}

/** Opens a pace; `now` is in milliseconds. */
export function openPace(atOnce: number, perSecond: number, now: () => number): Pace {
  const kept = new Map<string, { left: number; at: number }>()
  return {
    take(key) {
      const time = now()
      const { left, at } = kept.get(key) ?? { left: atOnce, at: time }
      const earned = Math.min(atOnce, left + (Math.max(0, time - at) / 1000) * perSecond)
      const isIn = earned >= 1
      kept.set(key, { left: isIn ? earned - 1 : earned, at: time })
      return isIn
    },
  }
}
