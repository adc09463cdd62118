/** A topic of the group's work (A to E in the example) with its points of broad agreement and summary. */
import { z } from 'zod'
import { RecommendationId, TextId, TopicId } from './ids.ts'
import { oneLine } from './plain-string.ts'

export const Topic = z
  .object({
    topicId: TopicId,
    /** A, B, C … by order of creation. */
    letter: z.string().regex(/^[A-Z]$/),
    title: oneLine(160),
    broadAgreementTextId: TextId,
    summaryTextId: TextId,
    recommendationIds: z.array(RecommendationId),
  })
  .meta({ id: 'Topic' })
export type Topic = z.infer<typeof Topic>
