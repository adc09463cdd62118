/** Delegations, seats, members and their links. */
import type { MemberId } from '../domain/ids.ts'
import { bounds } from './bounds.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import type { Facts } from './facts.ts'
import { isAtTable } from './policy.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'

type PeopleCommand = CommandOf<
  | 'create-group'
  | 'add-delegation'
  | 'add-seat'
  | 'seat-member'
  | 'move-member'
  | 'issue-link'
  | 'revoke-link'
  | 'remove-member'
>

const isSteward = (state: RecordState, memberId: MemberId): boolean => {
  const member = state.members[memberId]
  const seat = member && state.seats[member.seatId]
  return member?.standing === 'seated' && seat !== undefined && isAtTable(seat.role)
}

/** Whoever was removed stays in the record, and takes no place of those who come. */
function hasNoPlace({ members }: RecordState): boolean {
  const all = Object.values(members)
  const seated = all.filter(({ standing }) => standing !== 'removed')
  return seated.length >= bounds.members || all.length >= bounds.membersEver
}

/**
 * Whether this member is the last at the table who can sign in: without them nobody could make a link, not even for
 * themselves. Where it is not known who can sign in (`signsIn` is left out), everybody with a seat counts.
 */
export function isLastSteward(
  state: RecordState,
  memberId: MemberId,
  signsIn: Facts['signsIn'] = () => true,
): boolean {
  const others = Object.values(state.members).filter(
    (other) => other.memberId !== memberId && isSteward(state, other.memberId),
  )
  return isSteward(state, memberId) && !others.some((other) => signsIn(other.memberId))
}

export function decidePeople(
  state: RecordState,
  command: PeopleCommand,
  { signsIn }: Pick<Facts, 'signsIn'>,
): Result<RecordEvent[]> {
  switch (command.type) {
    case 'create-group':
      if (state.group) return refused('group-exists')
      return ok([{ ...command, type: 'group-created' }])
    case 'add-delegation': {
      const { delegationId, name, code } = command
      if (state.delegations.some((other) => other.delegationId === delegationId))
        return refused('id-taken')
      if (state.delegations.some((other) => other.name === name || other.code === code))
        return refused('delegation-code-taken')
      if (state.delegations.length >= bounds.delegations) return refused('limit-reached')
      return ok([{ ...command, type: 'delegation-added' }])
    }
    case 'add-seat': {
      if (state.seats[command.seatId]) return refused('id-taken')
      if (command.role === 'delegate' && command.delegationId === null)
        return refused('seat-needs-delegation')
      const known = state.delegations.some((other) => other.delegationId === command.delegationId)
      if (command.delegationId !== null && !known) return refused('delegation-unknown')
      if (Object.keys(state.seats).length >= bounds.members) return refused('limit-reached')
      return ok([{ ...command, type: 'seat-added' }])
    }
    case 'seat-member':
      if (state.members[command.memberId]) return refused('id-taken')
      if (!state.seats[command.seatId]) return refused('seat-unknown')
      if (hasNoPlace(state)) return refused('limit-reached')
      return ok([{ ...command, type: 'member-seated' }])
    case 'move-member': {
      const { memberId, seatId } = command
      const member = state.members[memberId]
      if (!member) return refused('member-unknown')
      if (member.standing === 'removed') return refused('member-removed')
      const seat = state.seats[seatId]
      if (!seat) return refused('seat-unknown')
      if (member.seatId === seatId) return refused('already-so')
      if (state.seats[member.seatId]?.delegationId !== seat.delegationId)
        return refused('other-delegation')
      if (!isAtTable(seat.role) && isLastSteward(state, memberId, signsIn))
        return refused('last-steward')
      return ok([{ type: 'member-moved', memberId, seatId }])
    }
    case 'issue-link':
    case 'revoke-link':
    case 'remove-member': {
      const { memberId } = command
      const member = state.members[memberId]
      if (!member) return refused('member-unknown')
      if (member.standing === 'removed') return refused('member-removed')
      if (command.type === 'issue-link')
        return ok([{ type: 'link-issued', memberId, linkGeneration: member.linkGeneration + 1 }])
      if (isLastSteward(state, memberId, signsIn)) return refused('last-steward')
      if (command.type === 'remove-member') return ok([{ type: 'member-removed', memberId }])
      if (member.standing === 'link-revoked') return refused('already-so')
      return ok([{ type: 'link-revoked', memberId }])
    }
  }
}
