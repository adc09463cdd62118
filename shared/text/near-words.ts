/** The words around a change, without those that are too far from it to tell where it stands. */
import type { ComparedPiece } from './compare.ts'

/** So many characters are near. */
const near = 60

/** The last of the words before a change, from whole word to whole word. */
export const wordsBefore = (words: string): string =>
  words.length <= near ? words : `…${words.slice(-near).replace(/^\S*/, '')}`

/** The first of the words after a change, from whole word to whole word. */
export const wordsAfter = (words: string): string =>
  words.length <= near ? words : `${words.slice(0, near).replace(/\S*$/, '')}…`

/** The pieces of a change with no more of what is the same than is near; as they are where all is the same. */
export function nearPieces(pieces: readonly ComparedPiece[]): ComparedPiece[] {
  const first = pieces.findIndex(({ kind }) => kind !== 'unchanged')
  const last = pieces.findLastIndex(({ kind }) => kind !== 'unchanged')
  return pieces.map((piece, place) => {
    if (piece.kind !== 'unchanged' || first < 0) return piece
    const { words } = piece
    if (place < first) return { ...piece, words: wordsBefore(words) }
    if (place > last) return { ...piece, words: wordsAfter(words) }
    const [after, before] = [wordsAfter(words), wordsBefore(words)]
    const isLong = words.length > after.length + before.length
    return isLong ? { ...piece, words: `${after}${before.slice(1)}` } : piece
  })
}
