/** Word-level comparison of two texts: blocks are aligned by id, then by likeness; inside a pair, words are compared. */
import { diffArrays, diffWordsWithSpace } from 'diff'
import type { Block } from '../domain/content.ts'
import { flatInlines, wordBlocks } from './flat-words.ts'

/** A stretch of words that both texts have, or one has and the other has not. */
export interface ComparedPiece {
  readonly kind: 'same' | 'inserted' | 'deleted'
  readonly words: string
}

/** One paragraph or heading of the comparison. */
export interface ComparedBlock {
  /** Its place among the former text's, from 0; null where only the new text has it. */
  readonly line: number | null
  readonly pieces: readonly ComparedPiece[]
}

interface Line {
  readonly blockId: string
  readonly words: string
}

const linesOf = (blocks: readonly Block[]): Line[] =>
  wordBlocks(blocks).map((block) => ({
    blockId: block.blockId,
    words: flatInlines(block.inlines),
  }))

/** Share of words (by count) that two lines have in common, 0 to 1. */
function likeness(a: string, b: string): number {
  const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const left = words(a)
  const right = words(b)
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0
  const rest = new Map<string, number>()
  for (const word of left) rest.set(word, (rest.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of right) {
    const left = rest.get(word) ?? 0
    if (left > 0) {
      shared += 1
      rest.set(word, left - 1)
    }
  }
  return (2 * shared) / (left.length + right.length)
}

const isSameLine = (a: Line, b: Line): boolean =>
  (a.blockId !== '' && a.blockId === b.blockId) || likeness(a.words, b.words) >= 0.5

/**
 * Compares the words of two lines. Changes that only white space parts are shown as one, because people read a passage
 * struck and a passage put, not every second word.
 */
function compareWords(from: string, to: string): ComparedPiece[] {
  if (from === to) return from === '' ? [] : [{ kind: 'same', words: from }]
  const pieces: ComparedPiece[] = []
  let deleted = ''
  let inserted = ''
  let space = ''
  const flush = () => {
    if (deleted !== '') pieces.push({ kind: 'deleted', words: deleted })
    if (inserted !== '') pieces.push({ kind: 'inserted', words: inserted })
    if (space !== '') pieces.push({ kind: 'same', words: space })
    deleted = ''
    inserted = ''
    space = ''
  }
  for (const { added, removed, value } of diffWordsWithSpace(from, to)) {
    if (added || removed) {
      deleted += space + (removed ? value : '')
      inserted += space + (added ? value : '')
      space = ''
    } else if (value.trim() === '' && (deleted !== '' || inserted !== '')) space += value
    else {
      flush()
      pieces.push({ kind: 'same', words: value })
    }
  }
  flush()
  return pieces
}

/** How `to` differs from `from`, in reading order. */
export function compareWordsOf(from: readonly Block[], to: readonly Block[]): ComparedBlock[] {
  const changes = diffArrays(linesOf(from), linesOf(to), { comparator: isSameLine })
  const compared: ComparedBlock[] = []
  const before = linesOf(from)
  let place = 0
  for (const change of changes) {
    for (const line of change.value) {
      if (change.added)
        compared.push({ line: null, pieces: [{ kind: 'inserted', words: line.words }] })
      else {
        const former = before[place]?.words ?? ''
        const pieces: ComparedPiece[] = change.removed
          ? [{ kind: 'deleted', words: former }]
          : compareWords(former, line.words)
        compared.push({ line: place, pieces })
        place += 1
      }
    }
  }
  return compared
}
