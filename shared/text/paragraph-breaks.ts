/** Shows a paragraph that was split, joined or written anew as that, and not as words that were struck here and put there. */
import { paragraphMark } from '../compare/pieces.ts'
import { type ComparedBlock, type ComparedPiece, compareWords } from './compare.ts'

/** Which of the two texts: the one with the struck words, or the one with the put. */
type Side = 'deleted' | 'inserted'
/** Whether a text has a paragraph where this is shown. */
type IsThere<Block> = (block: Block, side: Side) => boolean

const wordsOn = ({ pieces }: ComparedBlock, side: Side): string =>
  pieces
    .filter(({ kind }) => kind === 'unchanged' || kind === side)
    .map(({ words }) => words)
    .join('')

/** As far as the pieces tell: one that says nothing beside words is none. */
const seemsThere: IsThere<ComparedBlock> = ({ pieces }, side) =>
  pieces.length === 0 || pieces.some(({ kind }) => kind === 'unchanged' || kind === side)

/** How many letters are not the same. */
const changedIn = (pieces: readonly ComparedPiece[]): number =>
  pieces.reduce((sum, { kind, words }) => (kind === 'unchanged' ? sum : sum + words.length), 0)

/** Breaks stand by themselves. */
const partedAtBreaks = (pieces: readonly ComparedPiece[]): ComparedPiece[] =>
  pieces.flatMap(({ kind, words }) =>
    words
      .split(/(¶)/)
      .filter((part) => part !== '')
      .map((part) => ({ kind, words: part })),
  )

/** Whether this is white space that came or went with the break beside it. */
function isOfBreak(pieces: readonly ComparedPiece[], place: number): boolean {
  const isBreak = (beside: number) => pieces[beside]?.words === paragraphMark
  return pieces[place]?.words.trim() === '' && (isBreak(place - 1) || isBreak(place + 1))
}

/** Two paragraphs in a row as one with the break between them; undefined when they have too little to do with each other. */
function asOne<Block extends ComparedBlock>(
  first: Block,
  second: Block,
  isThere: IsThere<Block>,
): Block | undefined {
  const there = (side: Side) => [first, second].filter((block) => isThere(block, side))
  const [from, to] = [there('deleted'), there('inserted')]
  // One text has one paragraph where the other has two.
  if (from.length + to.length !== 3) return undefined
  const join = (blocks: readonly Block[], side: Side) =>
    blocks.map((block) => wordsOn(block, side)).join(paragraphMark)
  const { pieces } = compareWords(join(from, 'deleted'), join(to, 'inserted'))
  const parts = [changedIn(first.pieces), changedIn(second.pieces)]
  const isFirstAlone = !from.includes(first) || !to.includes(first)
  const alone = isFirstAlone ? parts[0] : parts[1]
  // Letters that are struck here and put there count twice until they are found to be the same.
  const found = (parts.reduce((sum, part) => sum + part, 0) - changedIn(pieces)) / 2
  const whole = isFirstAlone ? second : first
  return found >= (alone ?? 0) / 2 ? { ...whole, pieces: partedAtBreaks(pieces) } : undefined
}

/** Compared paragraphs in reading order, those that are the parts of one taken together under what is known of it. */
function joinedAtBreaks<Block extends ComparedBlock>(
  blocks: readonly Block[],
  isThere: IsThere<Block>,
): Block[] {
  const shown: Block[] = []
  for (const block of blocks) {
    const last = shown.at(-1)
    const one = last && asOne(last, block, isThere)
    if (one) shown[shown.length - 1] = one
    else shown.push(block)
  }
  return shown
}

/** The same to read: white space that came or went with a break is no change beside it. */
export const withBreaks = (blocks: readonly ComparedBlock[]): ComparedBlock[] =>
  joinedAtBreaks(blocks, seemsThere).map(({ pieces }) => ({
    pieces: pieces.map((piece, place) =>
      isOfBreak(pieces, place) ? { kind: 'unchanged', words: piece.words } : piece,
    ),
  }))
