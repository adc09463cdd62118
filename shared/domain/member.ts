/** Who sits in a working group: delegations, seats with their roles, and the members in them. */
import { z } from 'zod'
import { DelegationId, MemberId, SeatId } from './ids.ts'
import { oneLine, oneLineOrEmpty } from './plain-string.ts'

/** The kinds of stakeholder that the example group's mandate names (ECOSOC 2010/2; Tunis Agenda, paragraph 72). */
export const StakeholderGroup = z
  .enum([
    'government',
    'business',
    'civil-society',
    'technical-and-academic',
    'intergovernmental-organisation',
  ])
  .meta({ id: 'StakeholderGroup' })
export type StakeholderGroup = z.infer<typeof StakeholderGroup>

/** A delegation or stakeholder body that takes positions. `code` is the short form shown in carets and avatars. */
export const Delegation = z
  .object({
    delegationId: DelegationId,
    name: oneLine(80),
    code: oneLine(8),
    stakeholderGroup: StakeholderGroup,
  })
  .meta({ id: 'Delegation' })
export type Delegation = z.infer<typeof Delegation>

/** Roles that a seat can carry. `public` is the reader behind a follow link and has no seat. */
export const SeatRole = z
  .enum(['chair', 'vice-chair', 'secretariat', 'delegate', 'observer'])
  .meta({ id: 'SeatRole' })
export type SeatRole = z.infer<typeof SeatRole>
export const Role = z.enum([...SeatRole.options, 'public']).meta({ id: 'Role' })
export type Role = z.infer<typeof Role>

/** A place at the table. A delegate's seat speaks for a delegation; the others may have none. */
export const Seat = z
  .object({
    seatId: SeatId,
    role: SeatRole,
    delegationId: DelegationId.nullable(),
    title: oneLine(80),
  })
  .meta({ id: 'Seat' })
export type Seat = z.infer<typeof Seat>

/** Whether the member's personal link still signs in. A removed member never comes back under the same id. */
export const MemberStanding = z
  .enum(['seated', 'link-revoked', 'removed'])
  .meta({ id: 'MemberStanding' })
export type MemberStanding = z.infer<typeof MemberStanding>

/** A person in a seat. `linkGeneration` counts the personal links issued: only the newest one signs in. */
export const Member = z
  .object({
    memberId: MemberId,
    seatId: SeatId,
    name: oneLineOrEmpty(80),
    standing: MemberStanding,
    linkGeneration: z.number().int().min(1),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>
