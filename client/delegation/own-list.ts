/** What a delegation has open, by recommendation in the order of the texts. */
import type { DelegationId, RecommendationId } from '#shared/domain/ids'
import type { Recommendation } from '#shared/domain/recommendation'
import type { Amendment } from '#shared/domain/text'
import type { OwnBrackets } from '#shared/protocol/own-brackets'
import type { RecordState } from '#shared/record/state'
import { isDecided } from '#shared/record/text-right'

export interface OwnMatters {
  readonly recommendation: Recommendation
  readonly brackets: OwnBrackets['brackets']
  readonly amendments: readonly Amendment[]
  /** Whether the chair asks for positions, and the delegation has none on the majority text. */
  readonly isAsked: boolean
}

function amendmentsOf(
  state: RecordState,
  { amendmentTextIds }: Recommendation,
  own: DelegationId,
): Amendment[] {
  return amendmentTextIds.flatMap((textId) => {
    const text = state.texts[textId]
    const isOpen =
      text?.kind === 'amendment' && (text.standing === 'private' || text.standing === 'tabled')
    return isOpen && text.sponsors.some(({ delegationId }) => delegationId === own) ? [text] : []
  })
}

/** Recommendations on which the delegation has anything open, or is asked for something. */
export function ownMatters(
  state: RecordState,
  own: DelegationId,
  brackets: OwnBrackets['brackets'],
): OwnMatters[] {
  const byRecommendation = new Map<RecommendationId, OwnBrackets['brackets']>()
  for (const each of brackets)
    byRecommendation.set(each.recommendationId, [
      ...(byRecommendation.get(each.recommendationId) ?? []),
      each,
    ])
  return state.topics.flatMap(({ recommendationIds }) =>
    recommendationIds.flatMap((recommendationId): OwnMatters[] => {
      const recommendation = state.recommendations[recommendationId]
      if (!recommendation || isDecided(recommendation.status)) return []
      const { majorityTextId, callForPositions, silence } = recommendation
      const hasPosition = state.texts[majorityTextId]?.positions.some(
        ({ delegationId }) => delegationId === own,
      )
      const matters: OwnMatters = {
        recommendation,
        brackets: byRecommendation.get(recommendationId) ?? [],
        amendments: amendmentsOf(state, recommendation, own),
        isAsked: callForPositions !== null && hasPosition !== true,
      }
      const isAny =
        matters.brackets.length + matters.amendments.length > 0 ||
        matters.isAsked ||
        silence?.state === 'kept'
      return isAny ? [matters] : []
    }),
  )
}
