/** A member in their seat, by the names that the room knows them by. */
import { z } from 'zod'
import { GroupId, MemberId } from '../domain/ids.ts'
import { Role } from '../domain/member.ts'
import { delegationOf } from './labels.ts'
import type { RecordState } from './state.ts'

export const SeatHolder = z
  .object({
    groupId: GroupId,
    groupName: z.string(),
    memberId: MemberId,
    /** The member's own name; often empty. */
    name: z.string(),
    role: Role,
    /** The seat's title. */
    seat: z.string(),
    /** The name of the delegation that the seat speaks for. */
    delegation: z.string().nullable(),
  })
  .meta({ id: 'SeatHolder' })
export type SeatHolder = z.infer<typeof SeatHolder>

/** The names of a member; undefined when the record knows no such member. */
export function seatHolder(state: RecordState, memberId: MemberId): SeatHolder | undefined {
  const member = state.members[memberId]
  const seat = member && state.seats[member.seatId]
  if (!state.group || !member || !seat) return undefined
  const { groupId, name: groupName } = state.group
  const { role, title } = seat
  const delegation = delegationOf(state, seat.delegationId)?.name ?? null
  return { groupId, groupName, memberId, name: member.name, role, seat: title, delegation }
}
