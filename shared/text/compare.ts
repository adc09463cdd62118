/** Word-level comparison of two texts: blocks are aligned by id, then by likeness; inside a pair, words are compared. */
import { diffArrays } from 'diff'
import type { Block } from '../domain/content.ts'
import { segmentsOf } from '../flow/words.ts'
import { flatInlines, wordBlocks } from './flat-words.ts'

/** A stretch of words that both texts have, or one has and the other has not. */
export interface ComparedPiece {
  readonly kind: 'unchanged' | 'inserted' | 'deleted'
  readonly words: string
}

/** One paragraph or heading of the comparison. */
export interface ComparedBlock {
  readonly pieces: readonly ComparedPiece[]
}

interface Line {
  readonly blockId: string
  readonly words: string
  /** How often each word stands in it, whatever its case; worked out when it is asked for. */
  readonly counts: () => ReadonlyMap<string, number>
  readonly length: () => number
}

const tokensOf = (text: string): string[] =>
  segmentsOf(text).map(({ start, end }) => text.slice(start, end))

function countsIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { start, end, isWord } of segmentsOf(text)) {
    if (!isWord) continue
    const word = text.slice(start, end).toLowerCase()
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

const linesOf = (blocks: readonly Block[]): Line[] =>
  wordBlocks(blocks).map(({ blockId, inlines }): Line => {
    const words = flatInlines(inlines)
    let known: ReadonlyMap<string, number> | undefined
    const counts = () => (known ??= countsIn(words))
    let size: number | undefined
    const length = () => (size ??= [...counts().values()].reduce((sum, count) => sum + count, 0))
    return { blockId, words, counts, length }
  })

/** Whether two lines have at least half of their words in common. */
function isAlike(a: Line, b: Line): boolean {
  const [left, right] = [a.length(), b.length()]
  if (left === 0 || right === 0) return left === right
  if (4 * Math.min(left, right) < left + right) return false
  let shared = 0
  const others = b.counts()
  for (const [word, count] of a.counts()) shared += Math.min(count, others.get(word) ?? 0)
  return 4 * shared >= left + right
}

const isSameLine = (a: Line, b: Line): boolean =>
  (a.blockId !== '' && a.blockId === b.blockId) || isAlike(a, b)

/**
 * Compares two lines word by word, in every script: no word is taken apart. Changes that only white space parts are shown as one, because people read a passage
 * struck and a passage put, not every second word.
 */
export function compareWords(from: string, to: string): ComparedBlock {
  if (from === to) return { pieces: from === '' ? [] : [{ kind: 'unchanged', words: from }] }
  const pieces: ComparedPiece[] = []
  let deleted = ''
  let inserted = ''
  let space = ''
  const flush = () => {
    if (deleted !== '') pieces.push({ kind: 'deleted', words: deleted })
    if (inserted !== '') pieces.push({ kind: 'inserted', words: inserted })
    if (space !== '') pieces.push({ kind: 'unchanged', words: space })
    deleted = ''
    inserted = ''
    space = ''
  }
  for (const { added, removed, value: tokens } of diffArrays(tokensOf(from), tokensOf(to))) {
    const value = tokens.join('')
    if (added || removed) {
      deleted += space + (removed ? value : '')
      inserted += space + (added ? value : '')
      space = ''
    } else if (value.trim() === '' && (deleted !== '' || inserted !== '')) space += value
    else {
      flush()
      pieces.push({ kind: 'unchanged', words: value })
    }
  }
  flush()
  return { pieces }
}

/** Which block of one text stands beside which of the other; null where a text has none. Places count from 0. */
export type AlignedBlocks =
  | { readonly from: number; readonly to: number }
  | { readonly from: number; readonly to: null }
  | { readonly from: null; readonly to: number }

/** Aligns the blocks that hold words, in reading order. */
export function alignBlocks(from: readonly Block[], to: readonly Block[]): AlignedBlocks[] {
  const aligned: AlignedBlocks[] = []
  let [before, after] = [0, 0]
  for (const { added, removed, count } of diffArrays(linesOf(from), linesOf(to), {
    comparator: isSameLine,
  }))
    for (let passed = 0; passed < count; passed += 1) {
      if (added) aligned.push({ from: null, to: after++ })
      else if (removed) aligned.push({ from: before++, to: null })
      else aligned.push({ from: before++, to: after++ })
    }
  return aligned
}

/** How `to` differs from `from`, in reading order; each with its places in both. */
export function compareWordsOf(
  from: readonly Block[],
  to: readonly Block[],
): (ComparedBlock & AlignedBlocks)[] {
  const before = linesOf(from).map(({ words }) => words)
  const after = linesOf(to).map(({ words }) => words)
  return alignBlocks(from, to).map((pair) => {
    const struck = pair.from === null ? '' : (before[pair.from] ?? '')
    const put = pair.to === null ? '' : (after[pair.to] ?? '')
    if (pair.from === null) return { ...pair, pieces: [{ kind: 'inserted', words: put }] }
    if (pair.to === null) return { ...pair, pieces: [{ kind: 'deleted', words: struck }] }
    return { ...pair, ...compareWords(struck, put) }
  })
}
