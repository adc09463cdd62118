/** How the silence procedure on a recommendation stands after an event. */
import type { MemberId } from '../domain/ids.ts'
import type { Silence } from '../domain/recommendation.ts'
import type { EventOf } from './event.ts'

/** Null when no silence is to be shown. */
export function silenceAfter(
  event: EventOf<'silence-opened' | 'silence-broken' | 'silence-ended'>,
  by: MemberId | undefined,
  at: string,
): Silence | null {
  switch (event.type) {
    case 'silence-opened':
      return by ? { state: 'kept', by, at, until: event.until } : null
    case 'silence-broken':
      return { state: 'broken', delegationId: event.delegationId, at, reason: event.reason }
    case 'silence-ended':
      return null
  }
}
