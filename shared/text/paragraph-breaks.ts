/** Shows a paragraph that was split or joined as that, and not as words that were struck here and put there. */
import { type ComparedBlock, type ComparedPiece, compareWords } from './compare.ts'

/** Stands for the break between two paragraphs that was put or struck. */
export const paragraphBreak = '¶'

/** What one of the two texts says where this is shown; undefined when it has no paragraph there. */
function sideOf({ pieces }: ComparedBlock, kind: 'deleted' | 'inserted'): string | undefined {
  const own = pieces.filter((piece) => piece.kind === 'same' || piece.kind === kind)
  return own.length === 0 && pieces.length > 0 ? undefined : own.map(({ words }) => words).join('')
}

/** How many letters are not the same. */
const changedIn = (pieces: readonly ComparedPiece[]): number =>
  pieces.reduce((sum, { kind, words }) => (kind === 'same' ? sum : sum + words.length), 0)

/** Breaks stand by themselves, and white space that came or went with one is no change beside it. */
function partedAtBreaks(pieces: readonly ComparedPiece[]): ComparedPiece[] {
  const parted = pieces.flatMap(({ kind, words }) =>
    words
      .split(/(¶)/)
      .filter((part) => part !== '')
      .map((part) => ({ kind, words: part })),
  )
  const isBreak = (place: number) => parted[place]?.words === paragraphBreak
  return parted.map((piece, place) =>
    piece.words.trim() === '' && (isBreak(place - 1) || isBreak(place + 1))
      ? { kind: 'same', words: piece.words }
      : piece,
  )
}

/** Two paragraphs in a row as one with the break between them; undefined when they have too little to do with each other. */
function asOne(first: ComparedBlock, second: ComparedBlock): ComparedBlock | undefined {
  const from = [sideOf(first, 'deleted'), sideOf(second, 'deleted')]
  const to = [sideOf(first, 'inserted'), sideOf(second, 'inserted')]
  // One text has one paragraph where the other has two.
  if ([...from, ...to].filter((side) => side === undefined).length !== 1) return undefined
  const join = (sides: readonly (string | undefined)[]) =>
    sides.filter((side) => side !== undefined).join(paragraphBreak)
  const { pieces } = compareWords(join(from), join(to))
  const parts = [changedIn(first.pieces), changedIn(second.pieces)]
  const alone = from[0] === undefined || to[0] === undefined ? parts[0] : parts[1]
  // Letters that are struck here and put there count twice until they are found to be the same.
  const found = (parts.reduce((sum, part) => sum + part, 0) - changedIn(pieces)) / 2
  return found >= (alone ?? 0) / 2 ? { pieces: partedAtBreaks(pieces) } : undefined
}

/** Compared paragraphs in reading order, those that are the parts of one taken together. */
export function withBreaks(blocks: readonly ComparedBlock[]): ComparedBlock[] {
  const shown: ComparedBlock[] = []
  for (const block of blocks) {
    const last = shown.at(-1)
    const one = last && asOne(last, block)
    if (one) shown[shown.length - 1] = one
    else shown.push(block)
  }
  return shown
}
