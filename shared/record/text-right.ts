/** The one place where the right to read or type in a text is decided. Asked at every message, remembered nowhere. */
import type { TextId } from '../domain/ids.ts'
import type { Recommendation, RecommendationStatus } from '../domain/recommendation.ts'
import type { Amendment, DraftingMode, Text } from '../domain/text.ts'
import type { Actor, Onlooker, RecordState } from './state.ts'

export type TextRight = 'write' | 'read' | 'none'
/** Why somebody who may read a text may not type in it. */
export type WhyNotWrite = 'text-frozen' | 'not-a-writer'

/** Statuses under which nobody drafts: the text is agreed, adopted or withdrawn until the chair reopens it. */
export const isDecided = (status: RecommendationStatus): boolean =>
  status !== 'draft' && status !== 'under-discussion' && status !== 'parked'

/** Whether silence runs: what is to be agreed at its end stays as it is until then. */
export const isUnderSilence = ({ silence }: Recommendation): boolean => silence?.state === 'kept'
/** Whether a text can be amended at all: a majority text, or an alternative that stands. */
export const isAmendable = (text: Text | undefined): text is AmendableText =>
  text?.kind === 'majority' || (text?.kind === 'alternative' && text.standing === 'standing')
type AmendableText = Extract<Text, { kind: 'majority' | 'alternative' }>

/** Whether an amendment was ever tabled, and so is everybody's to read. */
export const isTabled = ({ standing }: Amendment): boolean =>
  standing !== 'private' && standing !== 'discarded'

/** Whether this actor speaks for a sponsor of the amendment. */
export const isOwn = ({ sponsors }: Amendment, actor: Onlooker): boolean =>
  actor.by === 'member' &&
  actor.delegationId !== null &&
  sponsors.some((sponsor) => sponsor.delegationId === actor.delegationId)

function isFrozen(state: RecordState, text: Text): boolean {
  if (text.draftingMode === 'frozen') return true
  if (!('recommendationId' in text)) return false
  if (text.kind === 'alternative' && text.standing !== 'standing') return true
  if (text.kind === 'amendment' && !isAmendable(state.texts[text.baseTextId])) return true
  const recommendation = state.recommendations[text.recommendationId]
  return (
    recommendation === undefined ||
    isDecided(recommendation.status) ||
    isUnderSilence(recommendation)
  )
}

/** The mode under which a text is drafted now: what is decided or under silence is frozen, whatever it was before. */
export const draftingModeNow = (state: RecordState, text: Text): DraftingMode =>
  isFrozen(state, text) ? 'frozen' : text.draftingMode

function isWriter(text: Text, actor: Extract<Actor, { by: 'member' }>): boolean {
  const open = text.draftingMode === 'open'
  const isChair = actor.role === 'chair' || actor.role === 'vice-chair'
  const isSecretariat = actor.role === 'secretariat'
  const isSponsor =
    'sponsors' in text &&
    actor.delegationId !== null &&
    text.sponsors.some((sponsor) => sponsor.delegationId === actor.delegationId)
  switch (text.kind) {
    case 'majority':
      return isSecretariat || (open && (isChair || actor.role === 'delegate'))
    case 'alternative':
      return isSecretariat || (open && actor.role === 'delegate' && isSponsor)
    case 'amendment':
      return actor.role === 'delegate' && isSponsor && text.standing === 'private'
    case 'broad-agreement':
    case 'summary':
      return isSecretariat || isChair || (open && actor.role === 'delegate')
  }
}

/** Why this actor may not type in this text now; undefined when they may, or when they may not even read it. */
export function whyNotWrite(
  state: RecordState,
  actor: Actor,
  textId: TextId,
): WhyNotWrite | undefined {
  const text = state.texts[textId]
  if (!text || actor.by !== 'member') return 'not-a-writer'
  const unfrozen: Text = { ...text, draftingMode: 'open' }
  if (isFrozen(state, text)) return isWriter(unfrozen, actor) ? 'text-frozen' : 'not-a-writer'
  return isWriter(text, actor) ? undefined : 'not-a-writer'
}

/** What this actor may do with this text now. */
export function textRight(state: RecordState, actor: Actor, textId: TextId): TextRight {
  const text = state.texts[textId]
  if (!text) return 'none'
  if (whyNotWrite(state, actor, textId) === undefined) return 'write'
  return text.kind !== 'amendment' || isTabled(text) || isOwn(text, actor) ? 'read' : 'none'
}
