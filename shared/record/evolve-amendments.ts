/** Folds the events about amendments. Most readers meet an amendment when it is tabled, its own delegation before. */
import type { TextId } from '../domain/ids.ts'
import type { Amendment, AmendmentStanding, RecordedOutcome } from '../domain/text.ts'
import type { EventOf, RecordedEvent } from './event.ts'
import type { RecordState } from './state.ts'

type AmendmentEvent = EventOf<
  | 'amendment-started'
  | 'amendment-discarded'
  | 'amendment-tabled'
  | 'amendment-withdrawn'
  | 'amendment-decided'
>

const standings = {
  'take-up': 'taken-up',
  'take-up-in-part': 'taken-up-in-part',
  bracket: 'bracketed',
  'not-take-up': 'not-taken-up',
} as const satisfies Record<RecordedOutcome, AmendmentStanding>

export function evolveAmendments(
  state: RecordState,
  recorded: RecordedEvent,
  event: AmendmentEvent,
): RecordState {
  switch (event.type) {
    case 'amendment-started':
      return put(state, recorded, event, 'private', '')
    case 'amendment-tabled':
      return put(state, recorded, event, 'tabled', event.reason)
    case 'amendment-discarded':
      return withStanding(state, event.textId, 'discarded')
    case 'amendment-withdrawn':
      return withStanding(state, event.textId, 'withdrawn')
    case 'amendment-decided':
      return withStanding(state, event.textId, standings[event.outcome], event.changes)
  }
}

/** Puts the amendment last, so that those that are tabled stand in the order of their tabling for everybody. */
function put(
  state: RecordState,
  { actor, at }: RecordedEvent,
  event: EventOf<'amendment-started' | 'amendment-tabled'>,
  standing: AmendmentStanding,
  reason: string,
): RecordState {
  const { recommendationId, textId, baseTextId, delegationId } = event
  const recommendation = state.recommendations[recommendationId]
  if (!recommendation || actor.by !== 'member') return state
  const amendment: Amendment = {
    kind: 'amendment',
    textId,
    draftingMode: 'open',
    positions: [],
    recommendationId,
    baseTextId,
    begunBy: delegationId,
    sponsors: [{ delegationId, by: actor.memberId, at }],
    reason,
    proposedAt: at,
    standing,
  }
  const others = recommendation.amendmentTextIds.filter((other) => other !== textId)
  return {
    ...state,
    texts: { ...state.texts, [textId]: amendment },
    recommendations: {
      ...state.recommendations,
      [recommendationId]: { ...recommendation, amendmentTextIds: [...others, textId] },
    },
  }
}

function withStanding(
  state: RecordState,
  textId: TextId,
  standing: AmendmentStanding,
  changes?: Amendment['changes'],
): RecordState {
  const text = state.texts[textId]
  if (text?.kind !== 'amendment') return state
  const decided = { ...text, standing, ...(changes && { changes }) }
  return { ...state, texts: { ...state.texts, [textId]: decided } }
}
