/** Where an amendment stands in the words of its base, and where that is after others have edited them. */
import type { Block } from '../domain/content.ts'
import { alignBlocks, compareWords } from './compare.ts'
import { flatInlines, wordBlocks } from './flat-words.ts'

/** Words that an amendment strikes, puts, or strikes and puts in their place: as offsets into the flat text of the base. */
export interface AmendmentPassage {
  /** From here to `end` is struck; nothing where they are equal. */
  readonly start: number
  readonly end: number
  /** Put at `end`; empty where words are only struck. */
  readonly put: string
  /** Whether what is put is a paragraph of its own. */
  readonly isParagraph: boolean
}

/** White space that is struck and put again is neither; so that different wordings for the same words strike the same. */
function withoutSharedSpace(passage: AmendmentPassage, struck: string): AmendmentPassage {
  const { put } = passage
  const most = Math.min(struck.length, put.length) - 1
  const isShared = (place: number) =>
    struck.at(place) === put.at(place) && /\s/.test(struck.at(place) ?? '')
  let head = 0
  while (head < most && isShared(head)) head += 1
  let tail = 0
  while (tail < most - head && isShared(-1 - tail)) tail += 1
  return {
    ...passage,
    start: passage.start + head,
    end: passage.end - tail,
    put: put.slice(head, put.length - tail),
  }
}

/** What is struck and put in one line that stands in the flat text from `start` on. */
export function passagesInLine(line: string, other: string, start: number): AmendmentPassage[] {
  const passages: AmendmentPassage[] = []
  let at = start
  for (const { kind, words } of compareWords(line, other).pieces) {
    const last = passages.at(-1)
    if (kind === 'same') at += words.length
    else if (kind === 'deleted') {
      passages.push({ start: at, end: at + words.length, put: '', isParagraph: false })
      at += words.length
    } else if (last?.end === at && last.put === '') {
      const struck = line.slice(last.start - start, last.end - start)
      passages.splice(-1, 1, withoutSharedSpace({ ...last, put: words }, struck))
    } else passages.push({ start: at, end: at, put: words, isParagraph: false })
  }
  return passages
}

/** What `after` strikes and puts in the words of `before`, in reading order. */
export function passagesBetween(
  before: readonly Block[],
  after: readonly Block[],
): AmendmentPassage[] {
  const linesOf = (blocks: readonly Block[]) =>
    wordBlocks(blocks).map(({ inlines }) => flatInlines(inlines))
  const [lines, others] = [linesOf(before), linesOf(after)]
  const passages: AmendmentPassage[] = []
  let start = 0
  // A paragraph that is put stands after the line before it.
  let end = 0
  for (const { from, to } of alignBlocks(before, after)) {
    const other = to === null ? '' : (others[to] ?? '')
    if (from === null) {
      if (other !== '') passages.push({ start: end, end, put: other, isParagraph: true })
      continue
    }
    const line = lines[from] ?? ''
    passages.push(...passagesInLine(line, other, start))
    end = start + line.length
    start = end + 1
  }
  return passages
}

/** How many characters both texts begin with, and how many of the rest they end with. */
function commonEnds(from: string, to: string): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(from.length, to.length)
  let head = 0
  while (head < shorter && from[head] === to[head]) head += 1
  let tail = 0
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1
  return { head, tail }
}

/**
 * The passages after the flat text has become another. What was typed at the edge of struck words is not struck; of words
 * that are gone nothing is struck.
 */
export function movedPassages<Passage extends AmendmentPassage>(
  passages: readonly Passage[],
  from: string,
  to: string,
): readonly Passage[] {
  if (from === to || passages.length === 0) return passages
  const { head, tail } = commonEnds(from, to)
  const shift = to.length - from.length
  const kept = from.length - tail
  const startOf = (offset: number) =>
    offset >= kept ? offset + shift : offset <= head ? offset : to.length - tail
  const endOf = (offset: number) =>
    offset <= head ? offset : offset >= kept ? offset + shift : head
  return passages.flatMap((passage) => {
    const end = passage.isParagraph ? startOf(passage.end) : endOf(passage.end)
    const start = passage.start === passage.end ? end : startOf(passage.start)
    if (start < end) return [{ ...passage, start, end }]
    return passage.put === '' ? [] : [{ ...passage, start: end, end }]
  })
}
