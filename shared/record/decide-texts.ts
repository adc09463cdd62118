/** Topics, recommendations, drafting modes, alternatives with their sponsors, and positions. */
import type { TextId } from '../domain/ids.ts'
import { bounds } from './bounds.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import { ok, type Result, refused } from './refusal.ts'
import { whyNotPropose } from './shares.ts'
import type { Actor, RecordState } from './state.ts'
import { isDecided, isUnderSilence } from './text-right.ts'

type TextCommand = CommandOf<
  | 'add-topic'
  | 'add-recommendation'
  | 'retitle-recommendation'
  | 'set-drafting-mode'
  | 'propose-alternative'
  | 'join-sponsors'
  | 'leave-sponsors'
  | 'withdraw-alternative'
  | 'take-position'
  | 'withdraw-position'
>
type SponsorCommand = CommandOf<'join-sponsors' | 'leave-sponsors' | 'withdraw-alternative'>
type PositionCommand = CommandOf<'take-position' | 'withdraw-position'>

export function decideTexts(
  state: RecordState,
  command: TextCommand,
  actor: Actor,
): Result<RecordEvent[]> {
  switch (command.type) {
    case 'add-topic':
      return addTopic(state, command)
    case 'add-recommendation':
      return addRecommendation(state, command)
    case 'retitle-recommendation': {
      const recommendation = state.recommendations[command.recommendationId]
      if (!recommendation) return refused('recommendation-unknown')
      if (isDecided(recommendation.status)) return refused('recommendation-closed')
      if (isUnderSilence(recommendation)) return refused('under-silence')
      if (recommendation.title === command.title) return refused('already-so')
      return ok([{ ...command, type: 'recommendation-retitled' }])
    }
    case 'set-drafting-mode':
      return setDraftingMode(state, command)
    case 'propose-alternative':
      return proposeAlternative(state, command, actor)
    case 'join-sponsors':
    case 'leave-sponsors':
    case 'withdraw-alternative':
      return changeSponsors(state, command, actor)
    case 'take-position':
    case 'withdraw-position':
      return changePosition(state, command, actor)
  }
}

function addTopic(state: RecordState, command: CommandOf<'add-topic'>): Result<RecordEvent[]> {
  const { topicId, broadAgreementTextId, summaryTextId } = command
  const isTaken =
    state.topics.some((other) => other.topicId === topicId) ||
    state.texts[broadAgreementTextId] !== undefined ||
    state.texts[summaryTextId] !== undefined ||
    broadAgreementTextId === summaryTextId
  if (isTaken) return refused('id-taken')
  if (state.topics.length >= bounds.topics) return refused('too-many-topics')
  const letter = String.fromCodePoint(65 + state.topics.length)
  return ok([{ ...command, type: 'topic-added', letter }])
}

function addRecommendation(
  state: RecordState,
  command: CommandOf<'add-recommendation'>,
): Result<RecordEvent[]> {
  const { recommendationId, topicId, title, textId } = command
  if (state.recommendations[recommendationId] || state.texts[textId]) return refused('id-taken')
  const topic = state.topics.find((other) => other.topicId === topicId)
  if (!topic) return refused('topic-unknown')
  if (topic.recommendationIds.length >= bounds.recommendationsInTopic)
    return refused('limit-reached')
  const ordinal = topic.recommendationIds.length + 1
  return ok([
    {
      type: 'recommendation-added',
      recommendationId,
      topicId,
      title,
      ordinal,
      majorityTextId: textId,
    },
  ])
}

function setDraftingMode(
  state: RecordState,
  command: CommandOf<'set-drafting-mode'>,
): Result<RecordEvent[]> {
  const text = state.texts[command.textId]
  if (!text) return refused('text-unknown')
  if ('recommendationId' in text) {
    const recommendation = state.recommendations[text.recommendationId]
    if (!recommendation || isDecided(recommendation.status)) return refused('recommendation-closed')
    if (isUnderSilence(recommendation)) return refused('under-silence')
    if (text.kind === 'alternative' && text.standing !== 'standing')
      return refused('text-not-standing')
    if (text.kind === 'amendment') return refused('text-not-of-this-kind')
  }
  if (text.draftingMode === command.mode) return refused('already-so')
  return ok([{ ...command, type: 'drafting-mode-set' }])
}

function proposeAlternative(
  state: RecordState,
  command: CommandOf<'propose-alternative'>,
  actor: Actor,
): Result<RecordEvent[]> {
  const { recommendationId, textId, reason } = command
  const delegationId = actor.by === 'member' ? actor.delegationId : null
  if (delegationId === null) return refused('no-delegation')
  const recommendation = state.recommendations[recommendationId]
  if (!recommendation) return refused('recommendation-unknown')
  if (isDecided(recommendation.status)) return refused('recommendation-closed')
  if (isUnderSilence(recommendation)) return refused('under-silence')
  if (state.texts[textId]) return refused('id-taken')
  const refusal = whyNotPropose(state, 'alternative', recommendationId, delegationId)
  if (refusal) return { ok: false, refusal }
  const copiedFrom = command.from === 'majority' ? recommendation.majorityTextId : null
  return ok([
    { type: 'alternative-proposed', recommendationId, textId, delegationId, reason, copiedFrom },
  ])
}

function changeSponsors(
  state: RecordState,
  command: SponsorCommand,
  actor: Actor,
): Result<RecordEvent[]> {
  const { textId } = command
  const delegationId = actor.by === 'member' ? actor.delegationId : null
  if (delegationId === null) return refused('no-delegation')
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  if (text.kind !== 'alternative') return refused('text-not-of-this-kind')
  if (text.standing !== 'standing') return refused('text-not-standing')
  const recommendation = state.recommendations[text.recommendationId]
  if (!recommendation || isDecided(recommendation.status)) return refused('recommendation-closed')
  const isSponsor = text.sponsors.some((sponsor) => sponsor.delegationId === delegationId)
  if (command.type === 'join-sponsors')
    return isSponsor
      ? refused('already-a-sponsor')
      : ok([{ type: 'sponsor-joined', textId, delegationId }])
  if (!isSponsor) return refused('not-a-sponsor')
  if (command.type === 'withdraw-alternative')
    return ok([{ type: 'alternative-withdrawn', textId }])
  const left: RecordEvent = { type: 'sponsor-left', textId, delegationId }
  return ok(text.sponsors.length > 1 ? [left] : [left, { type: 'alternative-lapsed', textId }])
}

const hasPosition = (state: RecordState, textId: TextId, delegationId: string): boolean =>
  state.texts[textId]?.positions.some((position) => position.delegationId === delegationId) ?? false

function changePosition(
  state: RecordState,
  command: PositionCommand,
  actor: Actor,
): Result<RecordEvent[]> {
  const { textId } = command
  const delegationId = actor.by === 'member' ? actor.delegationId : null
  if (delegationId === null) return refused('no-delegation')
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  if (text.kind !== 'majority' && text.kind !== 'alternative')
    return refused('text-not-of-this-kind')
  if (text.kind === 'alternative' && text.standing !== 'standing')
    return refused('text-not-standing')
  const status = state.recommendations[text.recommendationId]?.status
  if (status === undefined || (isDecided(status) && status !== 'agreed-ad-ref'))
    return refused('recommendation-closed')
  if (command.type === 'withdraw-position')
    return hasPosition(state, textId, delegationId)
      ? ok([{ type: 'position-withdrawn', textId, delegationId }])
      : refused('no-position')
  const { stance, explanation } = command
  return ok([{ type: 'position-taken', textId, delegationId, stance, explanation }])
}
