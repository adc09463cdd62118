/**
 * How far a changed text is from the one before, counted in words. Conferences take up first the amendment furthest removed in substance
 * from the proposal (rule 90 of the General Assembly's rules of procedure; docs/decisions/0008). Substance cannot be counted; words can,
 * and the chair decides in whatever order seems right.
 *
 * `The budget is public` to `The annual budget is`: 1 inserted, 1 deleted, of 4 words: a share of 1/2.
 */
import { segmentsOf } from '../flow/words.ts'
import type { Comparison } from './compare.ts'
import type { Letter } from './letters.ts'
import { wordsOf, wordsThen } from './pieces.ts'
import type { Span } from './spans.ts'

export interface Distance {
  readonly inserted: number
  readonly deleted: number
  /** Of the words that the text had. */
  readonly share: number
}

const countIn = (text: string): number => segmentsOf(text).filter(({ isWord }) => isWord).length
const countOf = (letters: readonly Letter[]): number => countIn(wordsOf(letters))
const countThen = (spans: readonly Span[]): number => countIn(spans.map(wordsThen).join(''))

/** How many words a text had. */
export const countWords = ({ flows }: Comparison): number =>
  flows.reduce((sum, { spans }) => sum + countThen(spans), 0)

/** `words` is how many the text has, for those who count them once for many amendments. */
export function distanceOf(comparison: Comparison, words = countWords(comparison)): Distance {
  const { flows, struck, changes } = comparison
  const parts = changes.flatMap((change) => change.parts).filter(({ type }) => type === 'words')
  let [inserted, deleted] = [0, 0]
  // What stood in rows and tables that are gone is deleted with them.
  for (const { flow, spans } of flows) if (struck.has(flow)) deleted += countThen(spans)
  for (const part of parts) {
    if (part.type !== 'words' || struck.has(part.flow)) continue
    inserted += countOf(part.span.inserted)
    deleted += countOf(part.span.deleted)
  }
  return { inserted, deleted, share: (inserted + deleted) / Math.max(1, words) }
}

/** Furthest from its text first; those equally far, and those of which it is not known yet, stay in their order. */
export const furthestFirst = <T>(
  amendments: readonly T[],
  distance: (amendment: T) => Distance | undefined,
): T[] => amendments.toSorted((a, b) => (distance(b)?.share ?? -1) - (distance(a)?.share ?? -1))
