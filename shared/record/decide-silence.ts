/** The silence procedure: a set is put under silence, delegations break it one by one, the chair may lift it. */
import type { CommandOf } from './command.ts'
import { whyNotDeadline } from './deadline.ts'
import { agreeAdRef, resolve } from './decide-resolution.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'
import { takeTogether } from './take-together.ts'

type SilenceCommand = CommandOf<'put-under-silence' | 'break-silence' | 'lift-silence'>

export function decideSilence(
  state: RecordState,
  command: SilenceCommand,
  actor: Actor,
  facts: Facts,
): Result<RecordEvent[]> {
  if (command.type === 'put-under-silence') return putUnderSilence(state, command, facts)
  const { recommendationId } = command
  const recommendation = state.recommendations[recommendationId]
  if (!recommendation) return refused('recommendation-unknown')
  const { silence } = recommendation
  if (silence?.state !== 'kept') return refused('not-under-silence')
  // From its instant on the silence has been kept, whether or not the server has recorded that yet.
  if (facts.since(silence.until) >= 0) return refused('silence-over')
  if (command.type === 'lift-silence')
    return ok([{ type: 'silence-ended', recommendationId, why: 'lifted' }])
  const delegationId = actor.by === 'member' ? actor.delegationId : null
  if (delegationId === null) return refused('no-delegation')
  const { reason } = command
  return ok([{ type: 'silence-broken', recommendationId, delegationId, reason }])
}

/** Only what could be agreed ad ref now is put under silence. */
function putUnderSilence(
  state: RecordState,
  command: CommandOf<'put-under-silence'>,
  facts: Facts,
): Result<RecordEvent[]> {
  const { recommendationIds, until } = command
  const whyNot = whyNotDeadline(facts.since(until))
  if (whyNot) return refused(whyNot)
  return takeTogether(state, recommendationIds, (recommendation) => {
    const { recommendationId } = recommendation
    const agreed = resolve(state, recommendation, agreeAdRef(recommendationId), facts)
    return agreed.ok ? ok([{ type: 'silence-opened', recommendationId, until }]) : agreed
  })
}
