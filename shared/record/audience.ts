/**
 * What may leave the server for whom. Readers behind a follow link learn who speaks for whom, not people's names; an
 * amendment that is not tabled is its delegation's own.
 */
import type { Text } from '../domain/text.ts'
import type { RecordedEvent } from './event.ts'
import type { Actor, RecordState } from './state.ts'
import { isOwn, isTabled } from './text-right.ts'

/** Without the amendments that other delegations have not tabled. */
function withoutPrivateAmendments(state: RecordState, actor: Actor): RecordState {
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
export function stateFor(whole: RecordState, actor: Actor): RecordState {
  const state = withoutPrivateAmendments(whole, actor)
  if (actor.by !== 'public') return state
  const members = Object.fromEntries(
    Object.entries(state.members).map(([memberId, member]) => [memberId, { ...member, name: '' }]),
  )
  return { ...state, members }
}

/** An event as this actor may see it. A filtered event no longer matches its hash: only the whole record can be checked. */
export function eventFor(recorded: RecordedEvent, actor: Actor): RecordedEvent {
  const { event } = recorded
  if (event.type === 'amendment-started' || event.type === 'amendment-discarded') {
    const mayKnow = actor.by === 'member' && actor.delegationId === event.delegationId
    return mayKnow ? recorded : { ...recorded, event: { type: 'withheld' } }
  }
  if (actor.by !== 'public' || event.type !== 'member-seated') return recorded
  return { ...recorded, event: { ...event, name: '' } }
}
