/**
 * Places that many share who are nobody's members. When all are taken, the side with the most gives one up, so that no side keeps
 * the others out, and a hall behind one address may have as many as are there.
 */

export interface FairPlaces {
  /**
   * Takes a place for a side; gives back what leaves it again, or nothing when all are taken and no side has more than this one.
   * `giveUp` is called when the place goes to somebody else.
   */
  enter(side: string, giveUp: () => void): (() => void) | undefined
}

interface Place {
  readonly side: string
  readonly giveUp: () => void
}

/** So many places for all sides together. */
export function openFairPlaces(most: number): FairPlaces {
  const sides = new Map<string, Set<Place>>()
  let taken = 0
  const leave = (place: Place) => {
    const own = sides.get(place.side)
    if (!own?.delete(place)) return
    taken -= 1
    if (own.size === 0) sides.delete(place.side)
  }
  const largest = (): Set<Place> => {
    let first = new Set<Place>()
    for (const own of sides.values()) if (own.size > first.size) first = own
    return first
  }
  return {
    enter(side, giveUp) {
      if (taken >= most) {
        const others = largest()
        if (others.size <= (sides.get(side)?.size ?? 0) + 1) return undefined
        // The newest: whoever of that side came first stays, and those who come back find it full.
        const last = [...others].at(-1)
        if (last) {
          leave(last)
          last.giveUp()
        }
      }
      const place = { side, giveUp }
      sides.set(side, (sides.get(side) ?? new Set()).add(place))
      taken += 1
      return () => leave(place)
    },
  }
}
