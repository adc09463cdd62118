/** Folds the events about topics, recommendations, texts, positions and decisions. */
import type { MemberId, RecommendationId, TextId } from '../domain/ids.ts'
import type { Recommendation } from '../domain/recommendation.ts'
import type { Alternative, Sponsor, Text } from '../domain/text.ts'
import type { EventOf, EventType, RecordedEvent } from './event.ts'
import { evolveAmendments } from './evolve-amendments.ts'
import type { CommentEvent } from './evolve-comments.ts'
import { afterHolding } from './held-deadlines.ts'
import { silenceAfter } from './silence-after.ts'
import type { RecordState } from './state.ts'

type TextEventType = Exclude<
  EventType,
  | 'group-created'
  | 'delegation-added'
  | 'seat-added'
  | 'member-seated'
  | 'member-moved'
  | 'link-issued'
  | 'link-revoked'
  | 'member-removed'
  | 'meeting-scheduled'
  | 'meeting-day-opened'
  | 'follow-link-set'
  | 'document-added'
  | 'document-removed'
  | 'observer-comments-set'
  | 'sponsors-lift-set'
  | 'floor-set'
  | 'floor-asked'
  | 'floor-request-withdrawn'
  | 'floor-given'
  | CommentEvent['type']
>

export function evolveTexts(
  state: RecordState,
  recorded: RecordedEvent,
  event: EventOf<TextEventType>,
): RecordState {
  const { at } = recorded
  const by = recorded.actor.by === 'member' ? recorded.actor.memberId : undefined
  switch (event.type) {
    case 'topic-added': {
      const { type: _, ...topic } = event
      const { topicId } = topic
      const blank = { draftingMode: 'amendments', positions: [], topicId } as const
      return {
        ...state,
        topics: [...state.topics, { ...topic, recommendationIds: [] }],
        texts: {
          ...state.texts,
          [topic.broadAgreementTextId]: {
            kind: 'broad-agreement',
            textId: topic.broadAgreementTextId,
            ...blank,
          },
          [topic.summaryTextId]: { kind: 'summary', textId: topic.summaryTextId, ...blank },
        },
      }
    }
    case 'recommendation-added':
      return addRecommendation(state, event)
    case 'recommendation-retitled':
      return withRecommendation(state, event.recommendationId, () => ({ title: event.title }))
    case 'recommendation-status-changed':
      return withRecommendation(state, event.recommendationId, () => ({ status: event.status }))
    case 'drafting-mode-set':
      return withText(state, event.textId, (text) => ({ ...text, draftingMode: event.mode }))
    case 'alternative-proposed':
      return by ? proposeAlternative(state, event, by, at) : state
    case 'sponsor-joined':
      return withSponsors(state, event.textId, (sponsors) =>
        by ? [...sponsors, { delegationId: event.delegationId, by, at }] : sponsors,
      )
    case 'sponsor-left':
      return withSponsors(state, event.textId, (sponsors) =>
        sponsors.filter((other) => other.delegationId !== event.delegationId),
      )
    case 'amendment-started':
    case 'amendment-discarded':
    case 'amendment-tabled':
    case 'amendment-withdrawn':
    case 'amendment-decided':
      return evolveAmendments(state, recorded, event)
    case 'withheld':
      return state
    case 'alternative-lapsed':
      return withAlternative(state, event.textId, () => ({ standing: 'lapsed' }))
    case 'alternative-withdrawn':
      return withAlternative(state, event.textId, () => ({ standing: 'withdrawn' }))
    case 'position-taken': {
      const { delegationId, stance, explanation } = event
      if (!by) return state
      return withText(state, event.textId, (text) => ({
        ...text,
        positions: [
          ...text.positions.filter((other) => other.delegationId !== delegationId),
          { delegationId, stance, explanation, by, at },
        ],
      }))
    }
    case 'position-withdrawn':
      return withText(state, event.textId, (text) => ({
        ...text,
        positions: text.positions.filter((other) => other.delegationId !== event.delegationId),
      }))
    case 'bridge-put': {
      const { bridgeId, textId, blockId, reason, spans } = event
      if (!by) return state
      return withRecommendation(state, event.recommendationId, ({ bridges }) => ({
        bridges: [...bridges, { bridgeId, textId, blockId, reason, spans, by, at }],
      }))
    }
    case 'positions-called':
      return withRecommendation(state, event.recommendationId, () => ({
        callForPositions: by ? { by, at, until: event.until ?? null } : null,
      }))
    case 'positions-call-closed':
      return withRecommendation(state, event.recommendationId, () => ({ callForPositions: null }))
    case 'silence-opened':
    case 'silence-broken':
    case 'silence-ended':
      return withRecommendation(state, event.recommendationId, () => ({
        silence: silenceAfter(event, by, at),
      }))
    case 'deadlines-held':
      return afterHolding(state, event)
    case 'majority-text-replaced':
      return replaceMajority(state, event, at)
    case 'bracket-lifted':
    case 'bracket-reason-stated':
    case 'text-repaired':
      return state // It changed the words, which are not in the state.
    case 'recommendation-resolved': {
      const decider = by ?? event.bySilence?.by
      return decider ? recordDecision(state, recorded.sequence, event, decider, at) : state
    }
  }
}

function addRecommendation(
  state: RecordState,
  event: EventOf<'recommendation-added'>,
): RecordState {
  const { type: _, ...added } = event
  const { recommendationId, topicId, majorityTextId } = added
  const recommendation: Recommendation = {
    ...added,
    status: 'draft',
    alternativeTextIds: [],
    amendmentTextIds: [],
    callForPositions: null,
    silence: null,
    bridges: [],
  }
  const text: Text = {
    kind: 'majority',
    textId: majorityTextId,
    draftingMode: 'open',
    positions: [],
    recommendationId,
  }
  return {
    ...state,
    topics: state.topics.map((topic) =>
      topic.topicId === topicId
        ? { ...topic, recommendationIds: [...topic.recommendationIds, recommendationId] }
        : topic,
    ),
    recommendations: { ...state.recommendations, [recommendationId]: recommendation },
    texts: { ...state.texts, [majorityTextId]: text },
  }
}

function recordDecision(
  state: RecordState,
  sequence: number,
  event: EventOf<'recommendation-resolved'>,
  by: MemberId,
  at: string,
): RecordState {
  const { recommendationId, outcome, note, former = null } = event
  const texts = event.texts.map(({ textId, kind, digest }) => ({ textId, kind, digest }))
  const decision = { sequence, recommendationId, outcome, note, texts, by, at, former }
  return withRecommendation(
    { ...state, decisions: [...state.decisions, decision] },
    recommendationId,
    () => ({ silence: null }),
  )
}

function proposeAlternative(
  state: RecordState,
  event: EventOf<'alternative-proposed'>,
  by: MemberId,
  at: string,
): RecordState {
  const { recommendationId, textId, delegationId, reason } = event
  const majorityTextId = state.recommendations[recommendationId]?.majorityTextId
  const majority = majorityTextId && state.texts[majorityTextId]
  const text: Alternative = {
    kind: 'alternative',
    textId,
    // Both texts are drafted under one mode: what the chair has closed stays closed beside it too.
    draftingMode: majority ? majority.draftingMode : 'open',
    positions: [],
    recommendationId,
    begunBy: delegationId,
    sponsors: [{ delegationId, by, at }],
    reason,
    proposedAt: at,
    standing: 'standing',
  }
  return withRecommendation(
    { ...state, texts: { ...state.texts, [textId]: text } },
    recommendationId,
    (recommendation) => ({ alternativeTextIds: [...recommendation.alternativeTextIds, textId] }),
  )
}

function replaceMajority(
  state: RecordState,
  event: EventOf<'majority-text-replaced'>,
  at: string,
): RecordState {
  const { recommendationId, formerTextId, textId } = event
  const former = state.texts[formerTextId]
  const taken = state.texts[textId]
  if (!former || !taken) return state
  const majority: Text = {
    kind: 'majority',
    textId,
    draftingMode: former.draftingMode,
    positions: taken.positions,
    recommendationId,
  }
  const superseded: Alternative = {
    kind: 'alternative',
    textId: formerTextId,
    draftingMode: 'frozen',
    positions: former.positions,
    recommendationId,
    begunBy: null,
    sponsors: [],
    reason: '',
    proposedAt: at,
    standing: 'superseded',
  }
  return withRecommendation(
    { ...state, texts: { ...state.texts, [textId]: majority, [formerTextId]: superseded } },
    recommendationId,
    (recommendation) => ({
      majorityTextId: textId,
      alternativeTextIds: recommendation.alternativeTextIds.map((other) =>
        other === textId ? formerTextId : other,
      ),
    }),
  )
}

function withRecommendation(
  state: RecordState,
  recommendationId: RecommendationId,
  change: (recommendation: Recommendation) => Partial<Recommendation>,
): RecordState {
  const recommendation = state.recommendations[recommendationId]
  if (!recommendation) return state
  const changed = { ...recommendation, ...change(recommendation) }
  return {
    ...state,
    recommendations: { ...state.recommendations, [recommendationId]: changed },
  }
}

function withText(state: RecordState, textId: TextId, change: (text: Text) => Text): RecordState {
  const text = state.texts[textId]
  if (!text) return state
  return { ...state, texts: { ...state.texts, [textId]: change(text) } }
}

function withSponsors(
  state: RecordState,
  textId: TextId,
  change: (sponsors: Sponsor[]) => Sponsor[],
): RecordState {
  return withText(state, textId, (text) =>
    'sponsors' in text ? { ...text, sponsors: change(text.sponsors) } : text,
  )
}

function withAlternative(
  state: RecordState,
  textId: TextId,
  change: (text: Alternative) => Partial<Alternative>,
): RecordState {
  return withText(state, textId, (text) =>
    text.kind === 'alternative' ? { ...text, ...change(text) } : text,
  )
}
