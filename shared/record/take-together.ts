/** Acts on several recommendations at once: all of them, or none and a refusal that names each that stands in the way. */
import type { RecommendationId } from '../domain/ids.ts'
import type { Recommendation } from '../domain/recommendation.ts'
import type { RecordEvent } from './event.ts'
import { numberOf } from './labels.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'

/** Asks for each recommendation's events. `decideOne` sees the state before the act: the recommendations do not touch each other. */
export function takeTogether(
  state: RecordState,
  recommendationIds: readonly RecommendationId[],
  decideOne: (recommendation: Recommendation) => Result<RecordEvent[]>,
): Result<RecordEvent[]> {
  const events: RecordEvent[] = []
  const why: string[] = []
  for (const recommendationId of recommendationIds) {
    const recommendation = state.recommendations[recommendationId]
    if (!recommendation) return refused('recommendation-unknown')
    const decided = decideOne(recommendation)
    if (decided.ok) events.push(...decided.value)
    else why.push(`${numberOf(state, recommendationId)}: ${decided.refusal.sentence}`)
  }
  return why.length === 0
    ? ok(events)
    : refused('not-taken-together', `Nothing was taken. ${why.join(' ')}`)
}
