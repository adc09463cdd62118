/** Places cards in line with their words: pushed down where they collide, the chosen one on its own line. */

/** A card that wants to stand at a line. */
export interface WantedPlace {
  readonly id: string
  readonly line: number
  readonly height: number
}

/**
 * The top of each card, for cards in the order in which they are to stand. None lies above 0 and none over another. The
 * chosen one stands on its line, or as near to it as those before it allow: they move up for it.
 */
export function layOut(
  cards: readonly WantedPlace[],
  chosenId: string | null,
  gap: number,
): ReadonlyMap<string, number> {
  const tops: number[] = []
  let free = 0
  for (const { line, height } of cards) {
    const top = Math.max(line, free)
    tops.push(top)
    free = top + height + gap
  }
  const chosen = cards.findIndex(({ id }) => id === chosenId)
  const place = cards[chosen]
  if (place) {
    const room = cards.slice(0, chosen).reduce((sum, { height }) => sum + height + gap, 0)
    tops[chosen] = Math.max(place.line, room)
    let below = tops[chosen]
    for (let index = chosen - 1; index >= 0; index -= 1) {
      const top = Math.min(tops[index] ?? 0, below - gap - (cards[index]?.height ?? 0))
      tops[index] = top
      below = top
    }
    free = (tops[chosen] ?? 0) + place.height + gap
    for (let index = chosen + 1; index < cards.length; index += 1) {
      const top = Math.max(cards[index]?.line ?? 0, free)
      tops[index] = top
      free = top + (cards[index]?.height ?? 0) + gap
    }
  }
  return new Map(cards.map(({ id }, index) => [id, tops[index] ?? 0]))
}
