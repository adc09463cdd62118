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

/** Index of the close edge that belongs to the open edge at `index`; undefined for a half without its partner. */
export function closeOf(pieces: readonly Piece[], index: number): number | undefined {
  const open = pieces[index]
  if (open?.edge !== 'open') return undefined
  const found = pieces.findIndex(
    (piece, at) => at > index && piece.bracketId === open.bracketId && piece.edge !== undefined,
  )
  const close = pieces[found]
  return close?.edge === 'close' && close.place === open.place ? found : undefined
}

/** For each piece whether it goes. Edges of other brackets that reach out of a dropped stretch stay: half a bracket would be left. */
export function planLift(pieces: readonly Piece[], { keep, drop }: Lift): boolean[] {
  const goes = pieces.map(
    ({ edge, bracketId }) => edge !== undefined && (keep.has(bracketId) || drop.has(bracketId)),
  )
  pieces.forEach((piece, start) => {
    if (piece.edge !== 'open' || !drop.has(piece.bracketId)) return
    const end = closeOf(pieces, start)
    if (end === undefined) return
    const inside = pieces.slice(start + 1, end)
    const count = (edge: 'open' | 'close', bracketId: string) =>
      inside.filter((other) => other.edge === edge && other.bracketId === bracketId).length
    inside.forEach(({ edge, bracketId }, offset) => {
      const isWhole = edge === undefined || count('open', bracketId) === count('close', bracketId)
      if (isWhole) goes[start + 1 + offset] = true
    })
  })
  return goes
}
