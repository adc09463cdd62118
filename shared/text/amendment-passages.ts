/** Passages of a base's flat text that an amendment changes, and where they are after others have edited it. */

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
export function withoutSharedSpace(passage: AmendmentPassage, struck: string): AmendmentPassage {
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

/** So many characters are compared at once, as long as they are the same. */
const atOnce = 1024

/** How many characters both texts begin with, and how many of the rest they end with. */
export function commonEnds(
  from: string,
  to: string,
): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(from.length, to.length)
  let head = 0
  while (
    head + atOnce <= shorter &&
    from.slice(head, head + atOnce) === to.slice(head, head + atOnce)
  )
    head += atOnce
  while (head < shorter && from[head] === to[head]) head += 1
  const rest = shorter - head
  const behind = (text: string, tail: number, length: number) =>
    text.slice(text.length - tail - length, text.length - tail)
  let tail = 0
  while (tail + atOnce <= rest && behind(from, tail, atOnce) === behind(to, tail, atOnce))
    tail += atOnce
  while (tail < rest && behind(from, tail, 1) === behind(to, tail, 1)) tail += 1
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
