/** Where an amendment stands in the words of its base, and where that is after others have edited them. */
import type { Block } from '../domain/content.ts'
import { isShapedAlike } from './block-form.ts'
import { seenBlocks } from './block-looks.ts'
import { type ComparedPiece, compareWords, compareWordsOf } from './compare.ts'
import { isOfBreak, joinedAtBreaks, paragraphBreak } from './paragraph-breaks.ts'

/**
 * What an amendment does at a place: it changes words, puts a paragraph of its own, splits the paragraph there or joins it
 * to the next, or shapes words that it leaves.
 */
export type PassageAs = 'words' | 'paragraph' | 'split' | 'join' | 'form'

/** Words that an amendment strikes, puts, or strikes and puts in their place: as offsets into the flat text of the base. */
export interface AmendmentPassage {
  readonly as: PassageAs
  /** From here to `end` is struck, or shaped by `form`; nothing where they are equal. */
  readonly start: number
  readonly end: number
  /** Put at `end`; empty where words are only struck. */
  readonly put: string
}

/** Whether it stands behind whatever is typed at the end of the paragraph before it. */
export const isAtBreak = ({ as }: AmendmentPassage): boolean => as === 'paragraph' || as === 'join'

/** Whether nothing is left of a passage whose words have gone. */
export const isNothing = ({ as, start, end, put }: AmendmentPassage): boolean =>
  start >= end && put === '' && as !== 'join'

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

/** The passages of compared pieces that stand in the flat text from `start` on, and where they end. */
function passagesOf(pieces: readonly ComparedPiece[], start: number) {
  const passages: AmendmentPassage[] = []
  let at = start
  for (const [place, { kind, words }] of pieces.entries()) {
    const last = passages.at(-1)
    if (kind === 'same' || (kind === 'deleted' && isOfBreak(pieces, place))) at += words.length
    else if (words === paragraphBreak) {
      const isPut = kind === 'inserted'
      passages.push({ as: isPut ? 'split' : 'join', start: at, end: at, put: isPut ? words : '' })
      if (!isPut) at += words.length
    } else if (kind === 'deleted') {
      passages.push({ as: 'words', start: at, end: at + words.length, put: '' })
      at += words.length
    } else if (isOfBreak(pieces, place)) continue
    else if (last?.end === at && last.start < at && last.put === '') {
      const struck = pieces[place - 1]?.words ?? ''
      passages.splice(-1, 1, withoutSharedSpace({ ...last, put: words }, struck))
    } else passages.push({ as: 'words', start: at, end: at, put: words })
  }
  return { passages, end: at }
}

/** What is struck and put in one line that stands in the flat text from its start on. */
export const passagesInLine = (line: string, other: string): AmendmentPassage[] =>
  passagesOf(compareWords(line, other).pieces, 0).passages

/** What `after` strikes, puts and shapes in the words of `before`, in reading order. */
export function passagesBetween(
  before: readonly Block[],
  after: readonly Block[],
): AmendmentPassage[] {
  const [was, is] = [seenBlocks(before), seenBlocks(after)]
  const passages: AmendmentPassage[] = []
  let start = 0
  // A paragraph that is put stands after the line before it.
  let end = 0
  const blocks = joinedAtBreaks(compareWordsOf(before, after), ({ from, to, pieces }, side) => {
    if (side === 'deleted') return from !== null
    // Where all words of a paragraph went elsewhere, what is left of it is none.
    const isEmptied = pieces.length > 0 && pieces.every(({ kind }) => kind === 'deleted')
    return to !== null && !isEmptied
  })
  for (const { from, to, pieces } of blocks) {
    if (from === null) {
      const put = pieces.map(({ words }) => words).join('')
      if (put !== '') passages.push({ as: 'paragraph', start: end, end, put })
      continue
    }
    const own = passagesOf(pieces, start)
    passages.push(...own.passages)
    end = own.end
    const [former, shaped] = [was[from], to === null ? undefined : is[to]]
    const isForm = own.passages.length === 0 && former && shaped && !isShapedAlike(former, shaped)
    if (isForm && start < end) passages.push({ as: 'form', start, end, put: '' })
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
    const end = isAtBreak(passage) ? startOf(passage.end) : endOf(passage.end)
    const start = passage.start === passage.end ? end : Math.min(startOf(passage.start), end)
    const moved = { ...passage, start, end }
    return isNothing(moved) ? [] : [moved]
  })
}
