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

/** The first and the last edge of each bracket, and how many more of its edges open than close. */
function extentsOf(pieces: readonly Piece[]) {
  const extents = new Map<string, { readonly first: number; last: number; balance: number }>()
  for (const [index, { edge, bracketId }] of pieces.entries()) {
    if (edge === undefined) continue
    const extent = extents.get(bracketId) ?? { first: index, last: index, balance: 0 }
    extents.set(bracketId, extent)
    extent.last = index
    extent.balance += edge === 'open' ? 1 : -1
  }
  return extents
}

/** For each piece whether it goes. Edges of other brackets that reach out of a dropped stretch stay: half a bracket would be left. */
export function planLift(pieces: readonly Piece[], { keep, drop }: Lift): boolean[] {
  const closes = closesOf(pieces)
  const extents = extentsOf(pieces)
  /** For each place the farthest end of a dropped stretch that begins before it: what ends before that is inside of one. */
  const farthest: number[] = []
  let far = -1
  for (const [index, { bracketId }] of pieces.entries()) {
    farthest.push(far)
    if (drop.has(bracketId)) far = Math.max(far, closes.get(index) ?? -1)
  }
  const isInside = (first: number, last: number) => (farthest[first] ?? -1) > last
  const goes = pieces.map(({ edge, bracketId }, index) => {
    if (edge === undefined) return isInside(index, index)
    if (keep.has(bracketId) || drop.has(bracketId)) return true
    const extent = extents.get(bracketId)
    return extent?.balance === 0 && isInside(extent.first, extent.last)
  })
  // Where an id stands at more than one bracket, those go that are inside with both edges.
  for (const [open, close] of closes)
    if (isInside(open, close)) for (const index of [open, close]) goes[index] = true
  return goes
}
