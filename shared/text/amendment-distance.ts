/**
 * How far an amendment is from the text that it would change. Conferences take up first the amendment furthest removed in
 * substance from the proposal (rule 90 of the General Assembly's rules of procedure; docs/decisions/0008). Substance cannot be
 * counted; words can, and the chair decides in whatever order seems right.
 */
import type { TextContent } from '../domain/content.ts'
import { changesBetween } from './changes.ts'
import { contentToPlain } from './content-to-plain.ts'

/** Words put and struck, and their share of the words that the text has. */
export interface AmendmentDistance {
  readonly inserted: number
  readonly deleted: number
  readonly share: number
}

const countWords = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0

/** Words put and words struck, also in tasks and provisions, measured against the whole text that the amendment is to. */
export function amendmentDistance(base: TextContent, amended: TextContent): AmendmentDistance {
  let inserted = 0
  let deleted = 0
  for (const { pieces } of changesBetween(base, amended))
    for (const { kind, words } of pieces) {
      if (kind === 'inserted') inserted += countWords(words)
      if (kind === 'deleted') deleted += countWords(words)
    }
  const words = Math.max(1, countWords(contentToPlain(base)))
  return { inserted, deleted, share: (inserted + deleted) / words }
}

/** Furthest from its text first; those equally far, and those of which it is not known yet, stay in their order. */
export const furthestFirst = <T>(
  amendments: readonly T[],
  distanceOf: (amendment: T) => AmendmentDistance | undefined,
): T[] => amendments.toSorted((a, b) => (distanceOf(b)?.share ?? -1) - (distanceOf(a)?.share ?? -1))
