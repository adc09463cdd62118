/** A sign-in by the names that the room knows it by, for the person who is asked whose seat they want. */
import type { SeatHolder } from '#shared/protocol/api'
import { delegationOf } from '#shared/record/labels'
import type { Records } from '../record/records.ts'
import type { SignedIn } from './register.ts'

/** Undefined for a reader of a follow link, who has no seat. */
export function seatHolder(records: Records, signedIn: SignedIn): SeatHolder | undefined {
  const state = records.headOf(signedIn.groupId)
  const member = signedIn.by === 'member' ? state?.members[signedIn.memberId] : undefined
  const seat = member && state?.seats[member.seatId]
  if (!state?.group || !member || !seat) return undefined
  const { groupId, name: groupName } = state.group
  const { memberId, name } = member
  const delegation = delegationOf(state, seat.delegationId)?.name ?? null
  return { groupId, groupName, memberId, name, role: seat.role, seat: seat.title, delegation }
}
