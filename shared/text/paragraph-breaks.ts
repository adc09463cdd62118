/** Shows a paragraph that was split or joined as that, and not as words that were struck here and put there. */
import { type ComparedBlock, type ComparedPiece, compareWords, likeness } from './compare.ts'

/** Stands for the break between two paragraphs that was put or struck. */
export const paragraphBreak = '¶'

const counterpart = { deleted: 'inserted', inserted: 'deleted' } as const
type ChangedKind = keyof typeof counterpart
/** At least this share of words must be the same. */
const alike = 0.5

/** The words of a paragraph that one text has and the other has not. */
const onlyPiece = ({ pieces }: ComparedBlock): ComparedPiece | undefined =>
  pieces.length === 1 ? pieces[0] : undefined

/** What a piece at an edge of one paragraph and the whole of the next to it are, when one is the other's words; else undefined. */
function sameWords(edge: ComparedPiece | undefined, whole: ComparedPiece | undefined) {
  if (!edge || !whole || edge.kind === 'same' || whole.kind !== counterpart[edge.kind])
    return undefined
  if (likeness(edge.words, whole.words) < alike || edge.words.trim() === '') return undefined
  const [struck, put] = edge.kind === 'deleted' ? [edge, whole] : [whole, edge]
  const kind: ChangedKind = whole.kind === 'inserted' ? 'inserted' : 'deleted'
  return {
    pieces: compareWords(struck.words.trim(), put.words.trim()).pieces,
    // A paragraph that only the later text has was split off.
    break: { kind, words: paragraphBreak },
  }
}

/** Two paragraphs in a row as one with the break between them; undefined when they are two. */
function asOne(first: ComparedBlock, second: ComparedBlock): ComparedBlock | undefined {
  const after = sameWords(first.pieces.at(-1), onlyPiece(second))
  if (after) return { pieces: [...first.pieces.slice(0, -1), after.break, ...after.pieces] }
  const before = sameWords(second.pieces[0], onlyPiece(first))
  return before && { pieces: [...before.pieces, before.break, ...second.pieces.slice(1)] }
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
