/** A recommendation: what the group adopts. Its number is derived from its place in its topic. */
import { z } from 'zod'
import { MemberId, RecommendationId, TextId, TopicId } from './ids.ts'
import { Instant, oneLine } from './plain-string.ts'

export const RecommendationStatus = z
  .enum([
    'draft',
    'under-discussion',
    'agreed-ad-ref',
    'adopted',
    'adopted-with-alternatives',
    'parked',
    'withdrawn',
  ])
  .meta({ id: 'RecommendationStatus' })
export type RecommendationStatus = z.infer<typeof RecommendationStatus>

/** The chair's call: delegations are asked to take a position on every text of the recommendation. */
export const CallForPositions = z
  .object({ by: MemberId, at: Instant })
  .meta({ id: 'CallForPositions' })
export type CallForPositions = z.infer<typeof CallForPositions>

export const Recommendation = z
  .object({
    recommendationId: RecommendationId,
    topicId: TopicId,
    /** 1-based place in the topic, never given twice, so that A.2 always names the same recommendation. */
    ordinal: z.number().int().min(1),
    title: oneLine(160),
    status: RecommendationStatus,
    majorityTextId: TextId,
    /** Alternatives in the order in which they were proposed; Alternative 1 is the first. */
    alternativeTextIds: z.array(TextId),
    amendmentTextIds: z.array(TextId),
    callForPositions: CallForPositions.nullable(),
  })
  .meta({ id: 'Recommendation' })
export type Recommendation = z.infer<typeof Recommendation>
