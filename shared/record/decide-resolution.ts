/** The chair's conduct of one recommendation: calls for positions, and the outcomes. */

import { bracketsOf, countBrackets } from '../brackets/brackets.ts'
import type { DecidedText, FormerStanding, KeptSilence, Outcome } from '../domain/decision.ts'
import type { RecommendationId, TextId } from '../domain/ids.ts'
import type { Recommendation, RecommendationStatus } from '../domain/recommendation.ts'
import type { Alternative } from '../domain/text.ts'
import { flatWords } from '../text/flat-words.ts'
import { canonicalJson, sha256Hex } from './chain.ts'
import type { CommandOf } from './command.ts'
import { whyNotDeadline } from './deadline.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Refusal, type Result, refuse, refused } from './refusal.ts'
import type { RecordState } from './state.ts'
import { isDecided, isUnderSilence } from './text-right.ts'
import { contentVersion } from './versions/content-versions.ts'

type ResolutionCommand = CommandOf<
  'call-for-positions' | 'close-call-for-positions' | 'resolve-recommendation'
>
type Resolve = CommandOf<'resolve-recommendation'>

export function decideResolution(
  state: RecordState,
  command: ResolutionCommand,
  facts: Facts,
): Result<RecordEvent[]> {
  const recommendation = state.recommendations[command.recommendationId]
  if (!recommendation) return refused('recommendation-unknown')
  const { recommendationId } = recommendation
  switch (command.type) {
    case 'call-for-positions': {
      if (isDecided(recommendation.status)) return refused('recommendation-closed')
      if (recommendation.callForPositions) return refused('already-so')
      if (command.until === undefined) return ok([{ type: 'positions-called', recommendationId }])
      const whyNot = whyNotDeadline(facts.since(command.until))
      if (whyNot) return refused(whyNot)
      return ok([{ type: 'positions-called', recommendationId, until: command.until }])
    }
    case 'close-call-for-positions':
      if (!recommendation.callForPositions) return refused('already-so')
      return ok([{ type: 'positions-call-closed', recommendationId }])
    case 'resolve-recommendation':
      return resolve(state, recommendation, command, facts)
  }
}

/** From which statuses each outcome may be reached, and where it leads. */
const outcomes: Record<
  Outcome,
  { readonly from: readonly RecommendationStatus[]; readonly to: RecommendationStatus }
> = {
  'agree-ad-ref': { from: ['draft', 'under-discussion'], to: 'agreed-ad-ref' },
  'adopt-majority': { from: ['draft', 'under-discussion', 'agreed-ad-ref'], to: 'adopted' },
  'adopt-with-alternatives': {
    from: ['draft', 'under-discussion', 'agreed-ad-ref'],
    to: 'adopted-with-alternatives',
  },
  replace: { from: ['draft', 'under-discussion'], to: 'under-discussion' },
  park: { from: ['draft', 'under-discussion', 'agreed-ad-ref'], to: 'parked' },
  withdraw: { from: ['draft', 'under-discussion', 'parked'], to: 'withdrawn' },
  reopen: {
    from: ['agreed-ad-ref', 'adopted', 'adopted-with-alternatives', 'parked', 'withdrawn'],
    to: 'under-discussion',
  },
}

/** The alternatives of a recommendation that still stand, in the order in which they were proposed. */
export function standingAlternatives(
  state: RecordState,
  recommendation: Recommendation,
): Alternative[] {
  return recommendation.alternativeTextIds.flatMap((textId) => {
    const text = state.texts[textId]
    return text?.kind === 'alternative' && text.standing === 'standing' ? [text] : []
  })
}

/** The plain act of agreeing ad ref. */
export const agreeAdRef = (recommendationId: RecommendationId): Resolve => ({
  type: 'resolve-recommendation',
  recommendationId,
  outcome: 'agree-ad-ref',
  alternativeTextId: null,
  note: '',
})

/** How a recommendation and its texts stand now, for an undo to bring back. */
const standingNow = (
  state: RecordState,
  { status, callForPositions }: Recommendation,
  textIds: readonly TextId[],
): FormerStanding => ({
  status,
  draftingModes: textIds.flatMap((textId) => {
    const mode = state.texts[textId]?.draftingMode
    return mode ? [{ textId, mode }] : []
  }),
  call: callForPositions && { until: callForPositions.until },
})

/** The events of one outcome. `bySilence`: nobody broke the silence, so the server agrees it; nobody else may until then. */
export function resolve(
  state: RecordState,
  recommendation: Recommendation,
  command: Resolve,
  facts: Facts,
  bySilence?: KeptSilence,
): Result<RecordEvent[]> {
  const { outcome, note } = command
  const { recommendationId, status } = recommendation
  if (isUnderSilence(recommendation) && !bySilence) return refused('under-silence')
  const { from, to } = outcomes[outcome]
  if (!from.includes(status))
    return isDecided(status) || status === 'parked'
      ? refused('recommendation-closed')
      : refused('already-so')
  const alternatives = standingAlternatives(state, recommendation)
  const isFinal =
    outcome === 'agree-ad-ref' ||
    outcome === 'adopt-majority' ||
    outcome === 'adopt-with-alternatives'
  if (outcome === 'replace') return replaceMajority(recommendation, alternatives, command)
  if (outcome === 'adopt-majority' && alternatives.length > 0) return refused('alternatives-stand')
  if (outcome === 'adopt-with-alternatives' && alternatives.length === 0)
    return refused('no-alternatives')

  const textIds = [recommendation.majorityTextId, ...alternatives.map((text) => text.textId)]
  const texts: DecidedText[] = []
  if (isFinal) {
    const mustBeClean = outcome === 'agree-ad-ref' ? textIds.slice(0, 1) : textIds
    const refusal = whyNotReady(state, recommendation, mustBeClean, facts)
    if (refusal) return { ok: false, refusal }
    for (const textId of textIds) {
      const decided = decidedText(state, textId, facts)
      if (!decided) return refused('text-empty')
      texts.push(decided)
    }
  }
  const events: RecordEvent[] = [
    {
      type: 'recommendation-resolved',
      recommendationId,
      outcome,
      note,
      texts,
      ...(isFinal ? { former: standingNow(state, recommendation, textIds) } : {}),
      ...(bySilence ? { bySilence } : {}),
    },
  ]
  if (isFinal || outcome === 'withdraw') events.push(...modes(state, textIds, 'frozen'))
  if (outcome === 'reopen' && status !== 'parked') events.push(...modes(state, textIds, 'open'))
  if (recommendation.callForPositions && outcome !== 'reopen')
    events.push({ type: 'positions-call-closed', recommendationId })
  events.push({ type: 'recommendation-status-changed', recommendationId, status: to })
  const leavesFloor = outcome === 'park' || outcome === 'withdraw'
  if (leavesFloor && state.floor.recommendationId === recommendationId)
    events.push({ type: 'floor-set', recommendationId: null })
  return ok(events)
}

function modes(
  state: RecordState,
  textIds: readonly TextId[],
  mode: 'open' | 'frozen',
): RecordEvent[] {
  return textIds
    .filter((textId) => state.texts[textId]?.draftingMode !== mode)
    .map((textId) => ({ type: 'drafting-mode-set', textId, mode }))
}

function replaceMajority(
  recommendation: Recommendation,
  alternatives: readonly Alternative[],
  command: Resolve,
): Result<RecordEvent[]> {
  const { recommendationId, outcome, note, alternativeTextId } = command
  if (alternativeTextId === null) return refused('alternative-needed')
  if (!alternatives.some((text) => text.textId === alternativeTextId))
    return refused('text-not-standing')
  return ok([
    { type: 'recommendation-resolved', recommendationId, outcome, note, texts: [] },
    {
      type: 'majority-text-replaced',
      recommendationId,
      formerTextId: recommendation.majorityTextId,
      textId: alternativeTextId,
    },
    { type: 'recommendation-status-changed', recommendationId, status: 'under-discussion' },
  ])
}

/** "A text with brackets cannot be agreed": square brackets mean "not agreed" in UN drafting practice. */
function whyNotReady(
  state: RecordState,
  recommendation: Recommendation,
  textIds: readonly TextId[],
  facts: Facts,
): Refusal | undefined {
  const hasOpenAmendments = recommendation.amendmentTextIds.some((textId) => {
    const text = state.texts[textId]
    return text?.kind === 'amendment' && text.standing === 'tabled'
  })
  if (hasOpenAmendments) return refuse('amendments-open')
  for (const textId of textIds) {
    const content = facts.contentOf(textId)
    if (!content || flatWords(content.words).trim() === '') return refuse('text-empty')
    const brackets = countBrackets(content)
    if (brackets > 0)
      return refuse(
        'brackets-remain',
        brackets === 1
          ? 'One square bracket remains in the text.'
          : `${brackets} square brackets remain in the text.`,
      )
    if (bracketsOf(content).length > 0)
      return refuse(
        'brackets-remain',
        'A square bracket without words is left in the text: take it out.',
      )
  }
  return undefined
}

function decidedText(state: RecordState, textId: TextId, facts: Facts): DecidedText | undefined {
  const text = state.texts[textId]
  const content = facts.contentOf(textId)
  if (!text || !content || (text.kind !== 'majority' && text.kind !== 'alternative'))
    return undefined
  return {
    textId,
    kind: text.kind,
    content,
    contentVersion,
    digest: sha256Hex(canonicalJson(content)),
    positions: text.positions,
    ...(text.kind === 'alternative' ? { sponsors: text.sponsors, reason: text.reason } : {}),
  }
}
