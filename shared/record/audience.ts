/**
 * What may leave the server for whom. Readers behind a follow link learn who speaks for whom, not people's names; what is
 * internal to a delegation goes to its delegates alone, and so does an amendment that is not tabled. Every way out of the
 * server goes through here.
 */
import type { Text } from '../domain/text.ts'
import type { RecordedEvent } from './event.ts'
import { mayReadInternal, type Onlooker, type RecordState } from './state.ts'
import { isOwn, isTabled } from './text-right.ts'

/** Without the amendments that other delegations have not tabled. */
function withoutPrivateAmendments(state: RecordState, actor: Onlooker): RecordState {
  const isShown = (text: Text | undefined): boolean =>
    text?.kind !== 'amendment' || isTabled(text) || isOwn(text, actor)
  const texts = Object.values(state.texts)
  const shown = texts.filter(isShown)
  if (shown.length === texts.length) return state
  return {
    ...state,
    texts: Object.fromEntries(shown.map((text) => [text.textId, text])),
    recommendations: Object.fromEntries(
      Object.values(state.recommendations).map((recommendation) => [
        recommendation.recommendationId,
        {
          ...recommendation,
          amendmentTextIds: recommendation.amendmentTextIds.filter((textId) =>
            isShown(state.texts[textId]),
          ),
        },
      ]),
    ),
  }
}

/** The state as this actor may see it. */
export function stateFor(whole: RecordState, actor: Onlooker): RecordState {
  const state = withoutPrivateAmendments(whole, actor)
  const threads = Object.fromEntries(
    Object.entries(state.threads).filter(
      ([, { audience }]) => audience === null || mayReadInternal(actor, audience),
    ),
  )
  if (actor.by !== 'public') return { ...state, threads }
  const members = Object.fromEntries(
    Object.entries(state.members).map(([memberId, member]) => [memberId, { ...member, name: '' }]),
  )
  return { ...state, threads, members }
}

/**
 * An event as this actor may see it. Without people's names an event no longer matches its hash: only members can check the
 * chain. An internal act that is left out was never in the hash; its seal was.
 */
export function eventFor(recorded: RecordedEvent, actor: Onlooker): RecordedEvent {
  const { event } = recorded
  if (event.type === 'amendment-started' || event.type === 'amendment-discarded') {
    const mayKnow = actor.by === 'member' && actor.delegationId === event.delegationId
    return mayKnow ? recorded : { ...recorded, event: { type: 'withheld' } }
  }
  if (event.type === 'internal-act-sealed') {
    const { internal, ...sealed } = event
    const mayRead = internal && mayReadInternal(actor, internal.delegationId)
    return mayRead ? recorded : { ...recorded, event: sealed }
  }
  if (actor.by !== 'public' || event.type !== 'member-seated') return recorded
  return { ...recorded, event: { ...event, name: '' } }
}
