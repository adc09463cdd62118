/** What is on the floor, who speaks, and who asked to. */
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'

type FloorCommand = CommandOf<
  'put-on-floor' | 'ask-for-floor' | 'withdraw-floor-request' | 'give-floor'
>

export function decideFloor(
  state: RecordState,
  command: FloorCommand,
  actor: Actor,
): Result<RecordEvent[]> {
  const { floor } = state
  if (command.type === 'put-on-floor') {
    const { recommendationId } = command
    if (floor.recommendationId === recommendationId) return refused('already-so')
    const events: RecordEvent[] = [{ type: 'floor-set', recommendationId }]
    if (recommendationId === null) return ok(events)
    const recommendation = state.recommendations[recommendationId]
    if (!recommendation) return refused('recommendation-unknown')
    if (recommendation.status === 'draft')
      events.push({
        type: 'recommendation-status-changed',
        recommendationId,
        status: 'under-discussion',
      })
    return ok(events)
  }
  const hasAsked = (memberId: string) =>
    floor.requests.some((request) => request.memberId === memberId)
  if (command.type === 'give-floor') {
    const { memberId } = command
    if (memberId === null)
      return floor.speaker ? ok([{ type: 'floor-given', memberId }]) : refused('already-so')
    if (!hasAsked(memberId)) return refused('floor-not-asked')
    return ok([{ type: 'floor-given', memberId }])
  }
  if (actor.by !== 'member') return refused('role-may-not')
  const { memberId } = actor
  if (command.type === 'withdraw-floor-request')
    return hasAsked(memberId)
      ? ok([{ type: 'floor-request-withdrawn', memberId }])
      : refused('floor-not-asked')
  if (hasAsked(memberId)) return refused('floor-already-asked')
  return ok([{ type: 'floor-asked', memberId }])
}
