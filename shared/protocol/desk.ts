/** What the words of the texts leave open, for the chair's desk: the desk then needs not open every text. */
import { z } from 'zod'
import { RecommendationId } from '../domain/ids.ts'
import { missingCodes } from '../text/missing-parts.ts'

/** GET /api/groups/:groupId/desk: of every recommendation that is not decided, in no order. */
export const DeskView = z
  .object({
    recommendations: z.array(
      z.object({
        recommendationId: RecommendationId,
        brackets: z.number().int().min(0),
        missing: z.array(
          z.union([
            z.object({ code: z.enum(missingCodes.whole) }),
            z.object({ code: z.enum(missingCodes.inRow), row: z.number().int().min(1) }),
          ]),
        ),
      }),
    ),
  })
  .meta({ id: 'DeskView' })
export type DeskView = z.infer<typeof DeskView>
