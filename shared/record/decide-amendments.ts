/** Amendments: begun in private, tabled, co-sponsored, withdrawn, and what the chair does with them. */
import type { DelegationId, TextId } from '../domain/ids.ts'
import type { Amendment, Text } from '../domain/text.ts'
import { contentToPlain } from '../text/content-to-plain.ts'
import { whyNotPutPoint } from '../text/find-point.ts'
import { isSameContent } from '../text/same-content.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Refusal, type Result, refuse, refused } from './refusal.ts'
import { whyNotPropose } from './shares.ts'
import type { Actor, RecordState } from './state.ts'
import { isAmendable, isDecided, isUnderSilence } from './text-right.ts'

type AmendmentCommand = CommandOf<
  | 'start-amendment'
  | 'table-amendment'
  | 'withdraw-amendment'
  | 'decide-amendment'
  | 'take-up-changes'
  | 'draft-amendment-anew'
  | 'amend-from-alternative'
  | 'join-sponsors'
  | 'leave-sponsors'
>

export const isAboutAmendment = (state: RecordState, textId: TextId): boolean =>
  state.texts[textId]?.kind === 'amendment'

/** The amendments of a text that are private or tabled: those that go on with it while it changes. */
export function openAmendments(state: RecordState, baseTextId: TextId): Amendment[] {
  const base = state.texts[baseTextId]
  if (!base || !('recommendationId' in base)) return []
  const ids = state.recommendations[base.recommendationId]?.amendmentTextIds ?? []
  return ids.flatMap((textId) => {
    const text = state.texts[textId]
    const isOpen =
      text?.kind === 'amendment' && (text.standing === 'private' || text.standing === 'tabled')
    return isOpen && text.baseTextId === baseTextId ? [text] : []
  })
}

/** The amendment that a delegation has begun on a text and not tabled yet. */
export const ownAmendment = (
  state: RecordState,
  baseTextId: TextId,
  delegationId: DelegationId,
): Amendment | undefined =>
  openAmendments(state, baseTextId).find(
    ({ standing, sponsors }) =>
      standing === 'private' && sponsors.some((each) => each.delegationId === delegationId),
  )

export function decideAmendments(
  state: RecordState,
  command: AmendmentCommand,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  const delegationId = actor.by === 'member' ? actor.delegationId : null
  if (command.type === 'decide-amendment') return decideOutcome(state, command, facts)
  if (command.type === 'take-up-changes') return takeUpChanges(state, command, facts)
  if (delegationId === null) return refused('no-delegation')
  if (command.type === 'start-amendment') return start(state, command, delegationId)
  if (command.type === 'amend-from-alternative')
    return amendFromAlternative(state, command, delegationId, facts)
  if (command.type === 'draft-amendment-anew') return draftAnew(state, command, delegationId)
  const { textId } = command
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  if (text.kind !== 'amendment') return refused('text-not-of-this-kind')
  const isSponsor = text.sponsors.some((sponsor) => sponsor.delegationId === delegationId)
  switch (command.type) {
    case 'table-amendment':
      return isSponsor ? table(state, text, command, delegationId, facts) : refused('not-a-sponsor')
    case 'withdraw-amendment':
      if (!isSponsor) return refused('not-a-sponsor')
      if (text.standing === 'private')
        return ok([{ type: 'amendment-discarded', textId, delegationId }])
      return text.standing === 'tabled'
        ? ok([{ type: 'amendment-withdrawn', textId }])
        : refused('amendment-closed')
    case 'join-sponsors':
      if (text.standing !== 'tabled') return refused(closedOrPrivate(text))
      return isSponsor
        ? refused('already-a-sponsor')
        : ok([{ type: 'sponsor-joined', textId, delegationId }])
    case 'leave-sponsors': {
      if (!isSponsor) return refused('not-a-sponsor')
      if (text.standing !== 'tabled') return refused(closedOrPrivate(text))
      const left: RecordEvent = { type: 'sponsor-left', textId, delegationId }
      return ok(text.sponsors.length > 1 ? [left] : [left, { type: 'amendment-withdrawn', textId }])
    }
  }
}

const closedOrPrivate = ({ standing }: Amendment) =>
  standing === 'private' ? 'amendment-not-tabled' : 'amendment-closed'

/** Why the base takes no amendment now. */
function whyNotAmend(state: RecordState, baseTextId: TextId): Refusal | undefined {
  const base = state.texts[baseTextId]
  if (!base) return refuse('text-unknown')
  if (base.kind !== 'majority' && base.kind !== 'alternative')
    return refuse('text-not-of-this-kind')
  if (!isAmendable(base)) return refuse('text-not-standing')
  const recommendation = state.recommendations[base.recommendationId]
  if (!recommendation || isDecided(recommendation.status)) return refuse('recommendation-closed')
  if (isUnderSilence(recommendation)) return refuse('under-silence')
  return undefined
}

function start(
  state: RecordState,
  { textId, baseTextId }: CommandOf<'start-amendment'>,
  delegationId: DelegationId,
  leaving?: TextId,
): Result<RecordEvent[]> {
  const base = state.texts[baseTextId]
  const refusal =
    whyNotAmend(state, baseTextId) ?? whyNotAnother(state, textId, base, delegationId, leaving)
  if (refusal) return { ok: false, refusal }
  if (!base || !('recommendationId' in base)) return refused('recommendation-unknown')
  if (ownAmendment(state, baseTextId, delegationId)) return refused('amendment-under-way')
  const { recommendationId } = base
  return ok([{ type: 'amendment-started', recommendationId, textId, baseTextId, delegationId }])
}

/** Why the recommendation takes no further amendment of this delegation under this id; `leaving` is one that it withdraws for it. */
function whyNotAnother(
  state: RecordState,
  textId: TextId,
  base: Text | undefined,
  delegationId: DelegationId,
  leaving?: TextId,
): Refusal | undefined {
  const recommendation =
    base && 'recommendationId' in base ? state.recommendations[base.recommendationId] : undefined
  if (!recommendation) return refuse('recommendation-unknown')
  if (state.texts[textId]) return refuse('id-taken')
  const { recommendationId } = recommendation
  return whyNotPropose(state, 'amendment', recommendationId, delegationId, leaving)
}

/** The amendment that a delegation may have under way is another one: this is tabled as it is made. */
function amendFromAlternative(
  state: RecordState,
  { textId, alternativeTextId, point, reason }: CommandOf<'amend-from-alternative'>,
  delegationId: DelegationId,
  facts: Facts,
): Result<RecordEvent[]> {
  const alternative = state.texts[alternativeTextId]
  if (!alternative) return refused('text-unknown')
  if (alternative.kind !== 'alternative') return refused('text-not-of-this-kind')
  const { recommendationId } = alternative
  const baseTextId = state.recommendations[recommendationId]?.majorityTextId
  if (!baseTextId) return refused('recommendation-unknown')
  const refusal =
    whyNotAmend(state, baseTextId) ??
    whyNotAnother(state, textId, state.texts[baseTextId], delegationId)
  if (refusal) return { ok: false, refusal }
  const [majority, proposed] = [facts.contentOf(baseTextId), facts.contentOf(alternativeTextId)]
  const whyNot =
    majority && proposed ? whyNotPutPoint(majority, proposed, point) : ('point-gone' as const)
  if (whyNot) return refused(whyNot)
  const from = { textId: alternativeTextId, point }
  return ok([
    { type: 'amendment-tabled', recommendationId, textId, baseTextId, delegationId, reason, from },
  ])
}

function draftAnew(
  state: RecordState,
  { textId, amendmentTextId }: CommandOf<'draft-amendment-anew'>,
  delegationId: DelegationId,
): Result<RecordEvent[]> {
  const found = toBeDecided(state, amendmentTextId)
  if (!found.ok) return found
  const { baseTextId, sponsors } = found.value
  if (!sponsors.some((sponsor) => sponsor.delegationId === delegationId))
    return refused('not-a-sponsor')
  const begin = { type: 'start-amendment', textId, baseTextId } as const
  const started = start(state, begin, delegationId, amendmentTextId)
  if (!started.ok) return started
  const copiedFrom = amendmentTextId
  const draft = started.value.map((event) =>
    event.type === 'amendment-started' ? { ...event, copiedFrom } : event,
  )
  return ok([{ type: 'amendment-withdrawn', textId: amendmentTextId }, ...draft])
}

function plainOf(facts: Facts, textId: TextId): string {
  const content = facts.contentOf(textId)
  return content ? contentToPlain(content) : ''
}

function table(
  state: RecordState,
  amendment: Amendment,
  { reason }: CommandOf<'table-amendment'>,
  delegationId: DelegationId,
  facts: Facts,
): Result<RecordEvent[]> {
  const { recommendationId, textId, baseTextId } = amendment
  if (amendment.standing === 'tabled') return refused('already-so')
  if (amendment.standing !== 'private') return refused('amendment-closed')
  const refusal = whyNotAmend(state, baseTextId)
  if (refusal) return { ok: false, refusal }
  const amended = facts.contentOf(textId)
  const base = facts.contentOf(baseTextId)
  if (!amended || !base || isSameContent(amended, base)) return refused('amendment-empty')
  return ok([
    { type: 'amendment-tabled', recommendationId, textId, baseTextId, delegationId, reason },
  ])
}

/** The amendment on which the chair decides, or why not. */
function toBeDecided(state: RecordState, textId: TextId): Result<Amendment> {
  const text = state.texts[textId]
  if (!text) return refused('text-unknown')
  if (text.kind !== 'amendment') return refused('text-not-of-this-kind')
  return text.standing === 'tabled' ? ok(text) : refused(closedOrPrivate(text))
}

/** Why no words come into the base now. */
function whyNotTakeUp(state: RecordState, baseTextId: TextId): Refusal | undefined {
  const refusal = whyNotAmend(state, baseTextId)
  if (refusal) return refusal
  return state.texts[baseTextId]?.draftingMode === 'frozen' ? refuse('text-frozen') : undefined
}

function decideOutcome(
  state: RecordState,
  { textId, outcome, note }: CommandOf<'decide-amendment'>,
  facts: Facts,
): Result<RecordEvent[]> {
  const found = toBeDecided(state, textId)
  if (!found.ok) return found
  const { recommendationId, baseTextId } = found.value
  const about = { type: 'amendment-decided', recommendationId, textId, baseTextId } as const
  const before = plainOf(facts, baseTextId)
  const proposed = plainOf(facts, textId)
  let after = before
  if (outcome !== 'not-take-up') {
    const refusal = whyNotTakeUp(state, baseTextId)
    if (refusal) return { ok: false, refusal }
    const content = facts.afterAmendment?.(textId, outcome)
    if (content === 'nothing-to-bracket') return refused('nothing-to-bracket')
    after = content ? contentToPlain(content) : proposed
  }
  return ok([{ ...about, outcome, note, before, proposed, after }])
}

function takeUpChanges(
  state: RecordState,
  { textId, chosen, left, note }: CommandOf<'take-up-changes'>,
  facts: Facts,
): Result<RecordEvent[]> {
  const found = toBeDecided(state, textId)
  if (!found.ok) return found
  const { recommendationId, baseTextId } = found.value
  const about = { type: 'amendment-decided', recommendationId, textId, baseTextId } as const
  const refusal = whyNotTakeUp(state, baseTextId)
  if (refusal) return { ok: false, refusal }
  if (chosen.length === 0 || left.length === 0) return refused('not-in-part')
  const part = facts.afterPart?.(textId, chosen, left)
  if (part === 'changes-moved') return refused('changes-moved')
  const before = plainOf(facts, baseTextId)
  return ok([
    {
      ...about,
      outcome: 'take-up-in-part',
      note,
      before,
      proposed: plainOf(facts, textId),
      after: part ? contentToPlain(part.content) : before,
      changes: part?.changes.map(({ changeId, struck, put }) => ({
        changeId,
        struck,
        put,
        isTakenUp: chosen.includes(changeId),
      })),
    },
  ])
}
