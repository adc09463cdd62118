/** A recommendation: what the group adopts. Its number is derived from its place in its topic. */
import { z } from 'zod'
import { Bridge } from './bridge.ts'
import { DelegationId, MemberId, RecommendationId, TextId, TopicId } from './ids.ts'
import { Instant, oneLine, paragraphs } from './plain-string.ts'

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

/** When a deadline was to come at first: of one that is held, because the server's clock was moved or the server was away. */
const held = Instant.optional()

/**
 * The chair's call: delegations are asked to take a position on every text of the recommendation. It closes at `until`;
 * where that is null it stays open until the chair closes it.
 */
export const CallForPositions = z
  .object({ by: MemberId, at: Instant, until: Instant.nullable(), held })
  .meta({ id: 'CallForPositions' })
export type CallForPositions = z.infer<typeof CallForPositions>

/**
 * The silence procedure: the majority text is agreed ad ref at `until` unless a delegation breaks the silence with a reason.
 * A broken one stays to be seen until the chair acts on the recommendation again.
 */
export const Silence = z
  .discriminatedUnion('state', [
    z.object({ state: z.literal('kept'), by: MemberId, at: Instant, until: Instant, held }),
    z.object({
      state: z.literal('broken'),
      delegationId: DelegationId,
      at: Instant,
      reason: paragraphs(2000),
    }),
  ])
  .meta({ id: 'Silence' })
export type Silence = z.infer<typeof Silence>

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
    silence: Silence.nullable(),
    /** The chair's bridging proposals in the order in which they were put in place. */
    bridges: z.array(Bridge),
  })
  .meta({ id: 'Recommendation' })
export type Recommendation = z.infer<typeof Recommendation>
