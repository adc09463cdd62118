/** How one plain text differs from another, as the record keeps both: paragraph by paragraph, a line each. */
import type { Block } from '../domain/content.ts'
import { type ComparedPiece, compareWordsOf } from './compare.ts'
import { nearPieces } from './near-words.ts'
import { withBreaks } from './paragraph-breaks.ts'

const blocksOf = (plain: string): Block[] =>
  plain
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((words) => ({
      type: 'paragraph',
      blockId: '',
      inlines: [{ type: 'words', words, marks: [] }],
    }))

const isChanged = (pieces: readonly ComparedPiece[]): boolean =>
  pieces.some(({ kind, words }) => kind !== 'unchanged' && words !== '')

/** Each paragraph that differs, with the words near the difference. */
export const plainChanges = (before: string, after: string): ComparedPiece[][] =>
  withBreaks(compareWordsOf(blocksOf(before), blocksOf(after)))
    .filter(({ pieces }) => isChanged(pieces))
    .map(({ pieces }) => nearPieces(pieces))
