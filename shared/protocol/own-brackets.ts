/** The square brackets that a delegation wants, in the order of the texts. */
import { z } from 'zod'
import { RecommendationId, TextId } from '../domain/ids.ts'

/** GET /api/groups/:groupId/own-brackets: of the delegation that asks, in what is not decided. */
export const OwnBrackets = z
  .object({
    brackets: z.array(
      z.object({
        recommendationId: RecommendationId,
        textId: TextId,
        bracketId: z.string(),
        /** The bracketed words, their beginning where they are many. */
        words: z.string(),
        /** Codes of all who want it. */
        sponsors: z.string(),
        /** What it is for; empty where nobody said so. */
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'OwnBrackets' })
export type OwnBrackets = z.infer<typeof OwnBrackets>
