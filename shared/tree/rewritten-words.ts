/**
 * Finds words again that one and the same change struck and put. An editor that splits, joins, moves or lists a paragraph
 * strikes its words and writes them anew.
 */

/** Letters that stand together. */
export interface Piece {
  readonly words: string
  /** The paragraph that holds it is as new as the piece, or went with it. */
  readonly isCarried: boolean
}

/** Letters of a piece that was put which were struck before. */
export interface Rewritten {
  readonly put: number
  readonly putAt: number
  readonly struck: number
  readonly struckAt: number
  readonly length: number
}

/** How long words must be to be found again: less is chance. */
export interface Shortest {
  /** A piece that is put exactly as it was struck. */
  readonly piece: number
  /** A part of a piece. */
  readonly part: number
  /** Whether what is left of pieces counts however short it is, beside longer words or where a paragraph comes or goes. */
  readonly rest: boolean
}

/** Within one change. */
export const atOnce: Shortest = { piece: 4, part: 3, rest: true }

/** So many letters of a word are no chance. */
const longPartOfWord = 8
/** Parts are looked for by their first so many letters. */
const seed = 3
/** So many places are tried for the same letters. */
const mostPlaces = 16

const isLetter = (letter: string | undefined): boolean =>
  letter !== undefined && /[\p{L}\p{N}\p{M}\uD800-\uDFFF]/u.test(letter)

/** Whether the letters on both sides of a place are of one word. */
const partsWord = (words: string, place: number): boolean =>
  isLetter(words[place - 1]) && isLetter(words[place])

/** Letters that are spoken for, piece by piece. Of many pieces few ever are. */
function openTaken(pieces: readonly Piece[]) {
  const taken = new Map<number, Uint8Array>()
  return {
    has: (index: number, at: number): boolean => taken.get(index)?.[at] === 1,
    take(index: number, from: number, to: number) {
      const letters = taken.get(index) ?? new Uint8Array(pieces[index]?.words.length ?? 0)
      taken.set(index, letters.fill(1, from, to))
    },
  }
}
type Taken = ReturnType<typeof openTaken>

/** Pieces that are put exactly as they were struck, in their order. */
function wholePieces(
  put: readonly Piece[],
  struck: readonly Piece[],
  shortest: number,
): Rewritten[] {
  const places = new Map<string, number[]>()
  for (const { words } of put) if (words.length >= shortest) places.set(words, [])
  if (places.size === 0) return []
  for (const [index, { words }] of struck.entries()) places.get(words)?.push(index)
  const found: Rewritten[] = []
  for (const [index, { words }] of put.entries()) {
    if (words.length < shortest) continue
    const first = places.get(words)?.shift()
    if (first === undefined) continue
    found.push({ put: index, putAt: 0, struck: first, struckAt: 0, length: words.length })
  }
  return found
}

/** The part that begins at these two places, from whole word to whole word; what only one of the pieces parts counts as whole. */
function partAt(put: string, putAt: number, struck: string, struckAt: number) {
  let length = 0
  while (
    putAt + length < put.length &&
    struckAt + length < struck.length &&
    put[putAt + length] === struck[struckAt + length]
  )
    length += 1
  const isParted = (offset: number) =>
    partsWord(put, putAt + offset) && partsWord(struck, struckAt + offset)
  let from = 0
  while (from < length && isParted(from)) from += 1
  if (from >= longPartOfWord) from = 0
  let end = length
  while (end > from && isParted(end)) end -= 1
  if (length - end >= longPartOfWord) end = length
  return { from, length: end - from }
}

/** All parts of pieces that are free and longer than chance, the longest first. */
function partsOf(
  put: readonly Piece[],
  struck: readonly Piece[],
  isFree: (index: number) => boolean,
  isWaiting: (index: number) => boolean,
  shortest: number,
): Rewritten[] {
  const places = new Map<string, { index: number; at: number }[]>()
  for (const [index, { words }] of put.entries())
    if (isWaiting(index) && words.length >= shortest)
      for (let at = 0; at + seed <= words.length; at += 1)
        places.set(words.slice(at, at + seed), [])
  if (places.size === 0) return []
  for (const [index, { words }] of struck.entries()) {
    if (!isFree(index)) continue
    for (let at = 0; at + seed <= words.length; at += 1) {
      const known = places.get(words.slice(at, at + seed))
      if (known && known.length < mostPlaces) known.push({ index, at })
    }
  }
  const found: Rewritten[] = []
  for (const [index, { words }] of put.entries()) {
    if (!isWaiting(index)) continue
    for (let at = 0; at + seed <= words.length; at += 1)
      for (const place of places.get(words.slice(at, at + seed)) ?? []) {
        const former = struck[place.index]?.words ?? ''
        // Found already, from the letter before.
        if (at > 0 && place.at > 0 && words[at - 1] === former[place.at - 1]) continue
        const { from, length } = partAt(words, at, former, place.at)
        if (length >= shortest)
          found.push({
            put: index,
            putAt: at + from,
            struck: place.index,
            struckAt: place.at + from,
            length,
          })
      }
  }
  return found.toSorted((a, b) => b.length - a.length || a.put - b.put || a.putAt - b.putAt)
}

/** Letters that nothing was found for, in the order of reading. */
function* runsLeft(pieces: readonly Piece[], taken: Taken) {
  for (const [index, { words }] of pieces.entries())
    for (let at = 0, end = 0; at < words.length; at = end + 1) {
      end = at
      while (end < words.length && !taken.has(index, end)) end += 1
      if (end > at) yield { index, at, words: words.slice(at, end) }
    }
}

/** The letters that were struck and put again: whole pieces, then the longest parts; each struck letter is found once. */
export function rewrittenWords(
  put: readonly Piece[],
  struck: readonly Piece[],
  shortest: Shortest,
): Rewritten[] {
  const [putTaken, struckTaken] = [openTaken(put), openTaken(struck)]
  const found: Rewritten[] = []
  const take = (part: Rewritten) => {
    putTaken.take(part.put, part.putAt, part.putAt + part.length)
    struckTaken.take(part.struck, part.struckAt, part.struckAt + part.length)
    found.push(part)
  }
  wholePieces(put, struck, shortest.piece).forEach(take)
  const parts = partsOf(
    put,
    struck,
    (index) => !struckTaken.has(index, 0),
    (index) => !putTaken.has(index, 0),
    shortest.part,
  )
  for (const part of parts) {
    const isTaken = (offset: number) =>
      putTaken.has(part.put, part.putAt + offset) ||
      struckTaken.has(part.struck, part.struckAt + offset)
    let [start, end] = [0, part.length]
    while (start < end && isTaken(start)) start += 1
    while (end > start && isTaken(end - 1)) end -= 1
    const length = end - start
    let isOpen = length >= shortest.part
    for (let offset = start; isOpen && offset < end; offset += 1) isOpen = !isTaken(offset)
    if (isOpen)
      take({ ...part, putAt: part.putAt + start, struckAt: part.struckAt + start, length })
  }
  const isRewriting = found.length > 0 || [...put, ...struck].some(({ isCarried }) => isCarried)
  if (!shortest.rest || !isRewriting) return found
  const left = [...runsLeft(struck, struckTaken)]
  for (const { index, at, words } of runsLeft(put, putTaken)) {
    if (words.length >= shortest.piece) continue
    const same = left.findIndex((each) => each.words === words)
    const [former] = same < 0 ? [] : left.splice(same, 1)
    if (former)
      take({
        put: index,
        putAt: at,
        struck: former.index,
        struckAt: former.at,
        length: words.length,
      })
  }
  return found
}
