/** What a page is told of a place that its sign-in has: the group, and who it is there. */
import type { WorkingGroup } from '#shared/domain/working-group'
import type { Attendance } from '#shared/protocol/api'
import type { Actor } from '#shared/record/state'
import type { SignedIn } from './register.ts'

/** One attendance; none when the place is lost, or the group is not there. */
export function attendanceAt(
  signedIn: SignedIn,
  actor: Actor | undefined,
  group: WorkingGroup | undefined,
): Attendance[] {
  if (!actor || !group || actor.by === 'installation') return []
  const { groupId, name: groupName } = group
  if (actor.by === 'public') {
    const meetingId = signedIn.by === 'follow-link' ? signedIn.meetingId : null
    const nobody = { memberId: null, seatId: null, delegationId: null }
    return [{ groupId, groupName, role: 'public', ...nobody, meetingId }]
  }
  const { role, memberId, seatId, delegationId } = actor
  return [{ groupId, groupName, role, memberId, seatId, delegationId, meetingId: null }]
}
