/** A bridging proposal is put into the majority text: in square brackets, so that it is agreed only when they are lifted. */
import type { BridgeDraftSpan, BridgeSpan } from '../domain/bridge.ts'
import type { DelegationId } from '../domain/ids.ts'
import type { Recommendation } from '../domain/recommendation.ts'
import type { Text } from '../domain/text.ts'
import { bridgeWords, placeOfQuote } from '../text/bridge-words.ts'
import { plainInlines } from '../text/content-to-plain.ts'
import { flatWords, wordBlocks } from '../text/flat-words.ts'
import { bounds } from './bounds.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { memberLabel } from './labels.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'
import { isDecided, isTabled, isUnderSilence } from './text-right.ts'

/** The texts of a recommendation that a proposal may quote: all but amendments that nobody else has seen. */
export const isQuotable = (
  text: Text | undefined,
  { recommendationId }: Recommendation,
): text is Text =>
  text !== undefined &&
  'recommendationId' in text &&
  text.recommendationId === recommendationId &&
  (text.kind !== 'amendment' || isTabled(text))

export function decideBridge(
  state: RecordState,
  command: CommandOf<'put-bridge'>,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  const { bridgeId, textId, blockId, reason } = command
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  if (text.kind !== 'majority') return refused('text-not-of-this-kind')
  const recommendation = state.recommendations[text.recommendationId]
  if (!recommendation) return refused('recommendation-unknown')
  if (isDecided(recommendation.status)) return refused('recommendation-closed')
  if (isUnderSilence(recommendation)) return refused('under-silence')
  // The chair also puts it where only the secretariat types.
  if (text.draftingMode === 'frozen') return refused('text-frozen')
  if (recommendation.bridges.some((other) => other.bridgeId === bridgeId))
    return refused('id-taken')
  if (recommendation.bridges.length >= bounds.bridgesOfRecommendation)
    return refused('limit-reached')
  const content = facts.contentOf(textId)
  const block = wordBlocks(content?.words ?? []).find((each) => each.blockId === blockId)
  if (blockId !== null && !block) return refused('paragraph-unknown')
  const spans: BridgeSpan[] = []
  for (const span of command.spans) {
    const kept = keepSpan(state, recommendation, span, facts)
    if (!kept.ok) return kept
    spans.push(kept.value)
  }
  return ok([
    {
      type: 'bridge-put',
      recommendationId: recommendation.recommendationId,
      bridgeId,
      textId,
      blockId,
      reason,
      spans,
      sponsors: actor.by === 'member' ? memberLabel(state, actor.memberId).name : '',
      before: block ? plainInlines(block.inlines).slice(0, 4000) : '',
      words: bridgeWords(spans),
    },
  ])
}

/** A span with whose words they are; refused where its quote does not stand in its source now. */
function keepSpan(
  state: RecordState,
  recommendation: Recommendation,
  span: BridgeDraftSpan,
  facts: Facts,
): Result<BridgeSpan> {
  if (span.from === 'own') return ok(span)
  const { textId, quote, start, words, isNewParagraph } = span
  if (!isQuotable(state.texts[textId], recommendation)) return refused('text-unknown')
  const flat = flatWords(facts.contentOf(textId)?.words ?? [])
  const place = placeOfQuote(flat, quote, start)
  if (place === undefined)
    return refused(
      'quote-not-there',
      `“${quote.slice(0, 80)}” no longer stands in the text that it was taken from: take it again, or leave it out.`,
    )
  const writers = facts.writersOf?.(textId, { start: place, end: place + quote.length }) ?? []
  const delegationIds = new Set<DelegationId>()
  for (const memberId of writers) {
    const { delegationId } = memberLabel(state, memberId)
    if (delegationId !== null) delegationIds.add(delegationId)
  }
  const kept = { from: 'text' as const, textId, quote, words, delegationIds: [...delegationIds] }
  return ok(isNewParagraph ? { ...kept, isNewParagraph } : kept)
}
