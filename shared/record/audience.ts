/**
 * What may leave the server for whom. Readers behind a follow link learn who speaks for whom, not people's names; what is
 * internal to a delegation goes to its delegates alone. Every way out of the server goes through here.
 */
import type { RecordedEvent } from './event.ts'
import { type Actor, mayReadInternal, type RecordState } from './state.ts'

/** The state as this actor may see it. */
export function stateFor(state: RecordState, actor: Actor): RecordState {
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
export function eventFor(recorded: RecordedEvent, actor: Actor): RecordedEvent {
  const { event } = recorded
  if (event.type === 'internal-act-sealed') {
    const { internal, ...sealed } = event
    const mayRead = internal && mayReadInternal(actor, internal.delegationId)
    return mayRead ? recorded : { ...recorded, event: sealed }
  }
  if (actor.by !== 'public' || event.type !== 'member-seated') return recorded
  return { ...recorded, event: { ...event, name: '' } }
}
