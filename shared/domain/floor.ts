/** The floor: which recommendation is taken up, who speaks, who asked to. */
import { z } from 'zod'
import { MemberId, RecommendationId } from './ids.ts'
import { Instant } from './plain-string.ts'

export const FloorRequest = z
  .object({ memberId: MemberId, at: Instant })
  .meta({ id: 'FloorRequest' })
export type FloorRequest = z.infer<typeof FloorRequest>

export const Floor = z
  .object({
    recommendationId: RecommendationId.nullable(),
    speaker: MemberId.nullable(),
    /** Room and remote stand in one queue, first asked first. */
    requests: z.array(FloorRequest),
  })
  .meta({ id: 'Floor' })
export type Floor = z.infer<typeof Floor>
