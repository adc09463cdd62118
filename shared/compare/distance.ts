/**
 * How far a changed text is from the one before, counted in words.
 *
 * `The budget is public` to `The annual budget is`: 1 inserted, 1 deleted, of 4 words: a share of 1/2.
 */
import { segmentsOf } from '../flow/words.ts'
import type { Comparison } from './compare.ts'
import type { Letter } from './letters.ts'
import { wordsOf } from './pieces.ts'
import { lettersThen } from './spans.ts'

export interface Distance {
  readonly inserted: number
  readonly deleted: number
  /** Of the words that the text had. */
  readonly share: number
}

const countOf = (letters: readonly Letter[]): number =>
  segmentsOf(wordsOf(letters)).filter(({ isWord }) => isWord).length

export function distanceOf({ flows, struck, changes }: Comparison): Distance {
  const parts = changes.flatMap((change) => change.parts).filter(({ type }) => type === 'words')
  let [inserted, deleted] = [0, 0]
  // What stood in rows and tables that are gone is deleted with them.
  for (const { flow, spans } of flows)
    if (struck.has(flow)) deleted += countOf(spans.flatMap(lettersThen))
  for (const part of parts) {
    if (part.type !== 'words' || struck.has(part.flow)) continue
    inserted += countOf(part.span.inserted)
    deleted += countOf(part.span.deleted)
  }
  const words = flows.reduce((sum, { spans }) => sum + countOf(spans.flatMap(lettersThen)), 0)
  return { inserted, deleted, share: (inserted + deleted) / Math.max(1, words) }
}
