/** A bound on how many of something one person may have at once, so that nobody takes the places of the others. */

export interface Places {
  /** Takes a place; gives back what leaves it again, or nothing when this person has as many as they may. */
  enter(key: string): (() => void) | undefined
}

/** Places for everybody, so many for each. */
export function openPlaces(most: number): Places {
  const taken = new Map<string, number>()
  return {
    enter(key) {
      const own = taken.get(key) ?? 0
      if (own >= most) return undefined
      taken.set(key, own + 1)
      let hasLeft = false
      return () => {
        if (hasLeft) return
        hasLeft = true
        const left = (taken.get(key) ?? 1) - 1
        if (left > 0) taken.set(key, left)
        else taken.delete(key)
      }
    },
  }
}
