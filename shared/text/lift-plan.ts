/**
 * What goes when a bracket is lifted: worked out once on the run of words, breaks and edges, whatever holds them, so that
 * the record's words and the document's words are the same.
 */

/** How a bracket is lifted: its words stay, its words go, or its words stay and those of the other options go. */
export interface Lift {
  /** Brackets whose edges go and whose words stay. */
  readonly keep: ReadonlySet<string>
  /** Brackets that go with their words. */
  readonly drop: ReadonlySet<string>
}

/** One inline in document order. Stretches never leave their place: the words, or one cell of a row. */
export interface Piece {
  readonly place: number
  readonly edge: 'open' | 'close' | undefined
  readonly bracketId: string
}

/** For the index of each open edge the index of the close edge that belongs to it; nothing for a half without its partner. */
export function closesOf(pieces: readonly Piece[]): ReadonlyMap<number, number> {
  const closes = new Map<number, number>()
  const next = new Map<string, number>()
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const piece = pieces[index]
    if (piece?.edge === undefined) continue
    const found = next.get(piece.bracketId)
    const close = found === undefined ? undefined : pieces[found]
    if (piece.edge === 'open' && found !== undefined && close?.edge === 'close')
      if (close.place === piece.place) closes.set(index, found)
    next.set(piece.bracketId, index)
  }
  return closes
}

/** For each piece whether it goes. Edges of other brackets that reach out of a dropped stretch stay: half a bracket would be left. */
export function planLift(pieces: readonly Piece[], { keep, drop }: Lift): boolean[] {
  const goes = pieces.map(
    ({ edge, bracketId }) => edge !== undefined && (keep.has(bracketId) || drop.has(bracketId)),
  )
  for (const [start, end] of closesOf(pieces)) {
    if (!drop.has(pieces[start]?.bracketId ?? '')) continue
    const inside = pieces.slice(start + 1, end)
    /** How many more edges of each bracket open than close. */
    const balance = new Map<string, number>()
    for (const { edge, bracketId } of inside)
      if (edge) balance.set(bracketId, (balance.get(bracketId) ?? 0) + (edge === 'open' ? 1 : -1))
    inside.forEach(({ edge, bracketId }, offset) => {
      if (edge === undefined || balance.get(bracketId) === 0) goes[start + 1 + offset] = true
    })
  }
  return goes
}
