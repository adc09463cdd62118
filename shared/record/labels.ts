/** The names by which the room calls things: C.2, Alternative 1, a delegation's code. */
import type { DelegationId, MemberId, RecommendationId, TextId } from '../domain/ids.ts'
import type { Delegation } from '../domain/member.ts'
import type { RecordState } from './state.ts'
import { isTabled } from './text-right.ts'

/** A recommendation's number, such as C.2; empty when it is unknown. */
export function numberOf(state: RecordState, recommendationId: RecommendationId): string {
  const recommendation = state.recommendations[recommendationId]
  const topic = state.topics.find((candidate) => candidate.topicId === recommendation?.topicId)
  return recommendation && topic ? `${topic.letter}.${recommendation.ordinal}` : ''
}

/** 1-based place of an alternative among its recommendation's; 0 when it is none. */
export function alternativeOrdinal(state: RecordState, textId: TextId): number {
  const text = state.texts[textId]
  if (text?.kind !== 'alternative') return 0
  const recommendation = state.recommendations[text.recommendationId]
  return (recommendation?.alternativeTextIds.indexOf(textId) ?? -1) + 1
}

/** 1-based place of a tabled amendment among its recommendation's, in the order of tabling; 0 when it is none. */
export function amendmentOrdinal(state: RecordState, textId: TextId): number {
  const amendment = state.texts[textId]
  if (amendment?.kind !== 'amendment') return 0
  const recommendation = state.recommendations[amendment.recommendationId]
  const tabled = recommendation?.amendmentTextIds.filter((other) => {
    const text = state.texts[other]
    return text?.kind === 'amendment' && isTabled(text)
  })
  return (tabled?.indexOf(textId) ?? -1) + 1
}

export const delegationColours = 12

/** Which of the twelve colours a delegation has: its place in the order of seating. */
export function delegationColourIndex(state: RecordState, delegationId: DelegationId): number {
  const place = state.delegations.findIndex(
    (delegation) => delegation.delegationId === delegationId,
  )
  return Math.max(0, place) % delegationColours
}

export const delegationOf = (
  state: RecordState,
  delegationId: DelegationId | null,
): Delegation | undefined =>
  state.delegations.find((delegation) => delegation.delegationId === delegationId)

/** Codes of those who sponsor a text, as a bracket names them: "BR, IN". */
export function sponsorCodes(state: RecordState, textId: TextId): string {
  const text = state.texts[textId]
  if (!text || !('sponsors' in text)) return ''
  return text.sponsors
    .map(({ delegationId }) => delegationOf(state, delegationId)?.code ?? '')
    .filter((code) => code !== '')
    .join(', ')
}

/** How the room names a member: by delegation, else by the seat's title. Empty name when unknown. */
export function memberLabel(
  state: RecordState,
  memberId: MemberId,
): { readonly name: string; readonly code: string; readonly delegationId: DelegationId | null } {
  const member = state.members[memberId]
  const seat = member && state.seats[member.seatId]
  if (!seat) return { name: '', code: '', delegationId: null }
  const delegation = delegationOf(state, seat.delegationId)
  if (delegation && seat.role === 'delegate')
    return { name: delegation.name, code: delegation.code, delegationId: delegation.delegationId }
  return {
    name: seat.title,
    code: seat.title.slice(0, 2).toUpperCase(),
    delegationId: seat.delegationId,
  }
}
