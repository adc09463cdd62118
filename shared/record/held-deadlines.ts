/**
 * Deadlines that are held: nobody loses the time that was left because the server's clock was moved, or because the server was
 * away too long. The record says so, with each new instant.
 */
import type { Instant } from '../domain/plain-string.ts'
import type { Recommendation } from '../domain/recommendation.ts'
import type { CommandOf } from './command.ts'
import type { EventOf } from './event.ts'
import type { Facts } from './facts.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'

interface Deadline {
  readonly of: 'call' | 'silence'
  readonly until: Instant
  /** When it was to come at first; undefined when it was never held. */
  readonly held: Instant | undefined
}

function deadlinesOf({ callForPositions, silence }: Recommendation): Deadline[] {
  const deadlines: Deadline[] = []
  if (callForPositions?.until)
    deadlines.push({ of: 'call', until: callForPositions.until, held: callForPositions.held })
  if (silence?.state === 'kept')
    deadlines.push({ of: 'silence', until: silence.until, held: silence.held })
  return deadlines
}

/**
 * Holds what a moved clock or a long absence would bring about too early. A deadline moves as far as the clock did, and never to
 * before the instant that the chair set. Of an absence only what fell due in it is held: for the rest there is time.
 */
export function holdDeadlines(
  state: RecordState,
  { from, to, why }: CommandOf<'hold-deadlines'>,
  facts: Facts,
): Result<EventOf<'deadlines-held'>[]> {
  const distance = facts.since(from) - facts.since(to)
  const deadlines: EventOf<'deadlines-held'>['deadlines'] = []
  for (const recommendation of Object.values(state.recommendations))
    for (const { of, until, held } of deadlinesOf(recommendation)) {
      const isMeant = why === 'clock' ? distance < 0 || until > from : until > from && until <= to
      if (!isMeant) continue
      const asSet = held ?? until
      const moved = facts.later?.(until, distance) ?? until
      const now = moved > asSet ? moved : asSet
      if (now !== until)
        deadlines.push({ recommendationId: recommendation.recommendationId, of, until: now })
    }
  return deadlines.length > 0
    ? ok([{ type: 'deadlines-held', from, to, why, deadlines }])
    : refused('already-so')
}

/** A deadline that comes at another instant, with the one that the chair set; held no longer when it is that one again. */
function moved<T extends { readonly until: Instant | null; readonly held?: Instant | undefined }>(
  deadline: T,
  until: Instant,
): T {
  const held = deadline.held ?? deadline.until ?? until
  return { ...deadline, until, held: until === held ? undefined : held }
}

/** The state after deadlines were held. */
export function afterHolding(state: RecordState, event: EventOf<'deadlines-held'>): RecordState {
  const recommendations = { ...state.recommendations }
  for (const { recommendationId, of, until } of event.deadlines) {
    const recommendation = recommendations[recommendationId]
    if (!recommendation) continue
    const { callForPositions, silence } = recommendation
    if (of === 'call' && callForPositions)
      recommendations[recommendationId] = {
        ...recommendation,
        callForPositions: moved(callForPositions, until),
      }
    if (of === 'silence' && silence?.state === 'kept')
      recommendations[recommendationId] = { ...recommendation, silence: moved(silence, until) }
  }
  return { ...state, recommendations }
}
