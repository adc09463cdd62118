/** What may leave the server for whom. Readers behind a follow link learn who speaks for whom, not people's names. */
import type { RecordedEvent } from './event.ts'
import type { Actor, RecordState } from './state.ts'

/** The state as this actor may see it. */
export function stateFor(state: RecordState, actor: Actor): RecordState {
  if (actor.by !== 'public') return state
  const members = Object.fromEntries(
    Object.entries(state.members).map(([memberId, member]) => [memberId, { ...member, name: '' }]),
  )
  return { ...state, members }
}

/** An event as this actor may see it. A filtered event no longer matches its hash: only members can check the chain. */
export function eventFor(recorded: RecordedEvent, actor: Actor): RecordedEvent {
  if (actor.by !== 'public' || recorded.event.type !== 'member-seated') return recorded
  return { ...recorded, event: { ...recorded.event, name: '' } }
}
