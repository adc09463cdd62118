/** What the server records when an instant that the chair set has come, also when it was down at that instant. */
import type { Instant } from '../domain/plain-string.ts'
import { agreeAdRef, resolve } from './decide-resolution.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'

/** The next instant at which the server has something to record; undefined when there is none. */
export function nextDeadline(state: RecordState): Instant | undefined {
  let next: Instant | undefined
  for (const { callForPositions, silence } of Object.values(state.recommendations))
    for (const instant of [
      callForPositions?.until,
      silence?.state === 'kept' ? silence.until : undefined,
    ])
      if (instant && (next === undefined || instant < next)) next = instant
  return next
}

/** Closes the calls whose deadline has come, and agrees what nobody broke the silence on. */
export function concludeDeadlines(state: RecordState, facts: Facts): Result<RecordEvent[]> {
  const events: RecordEvent[] = []
  for (const recommendation of Object.values(state.recommendations)) {
    const { recommendationId, callForPositions, silence } = recommendation
    const deadline = callForPositions?.until
    const callIsOver = typeof deadline === 'string' && facts.since(deadline) >= 0
    if (callIsOver) events.push({ type: 'positions-call-closed', recommendationId, deadline })
    if (silence?.state !== 'kept' || facts.since(silence.until) < 0) continue
    const agreed = resolve(
      state,
      callIsOver ? { ...recommendation, callForPositions: null } : recommendation,
      agreeAdRef(recommendationId),
      facts,
      { by: silence.by, until: silence.until },
    )
    if (agreed.ok) events.push(...agreed.value)
    else events.push({ type: 'silence-ended', recommendationId, why: 'not-ready' })
  }
  return events.length > 0 ? ok(events) : refused('already-so')
}
