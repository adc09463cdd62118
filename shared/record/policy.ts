/** Who may ask for what, by role alone. What the state of things forbids is decided beside each command. */
import type { SeatRole } from '../domain/member.ts'
import type { CommandType } from './command.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Actor, RecordState } from './state.ts'

type Party = SeatRole | 'installation'

const table: readonly Party[] = ['chair', 'vice-chair', 'secretariat', 'installation']
const presiding: readonly Party[] = ['chair', 'vice-chair']
const delegations: readonly Party[] = ['delegate']
const speakers: readonly Party[] = ['chair', 'vice-chair', 'secretariat', 'delegate', 'observer']

const parties: Record<CommandType, readonly Party[]> = {
  'create-group': ['installation'],
  'add-delegation': table,
  'add-seat': table,
  'seat-member': table,
  'move-member': table,
  'issue-link': table,
  'revoke-link': table,
  'remove-member': table,
  'schedule-meeting': table,
  'open-meeting-day': table,
  'set-follow-link': table,
  'add-document': table,
  'remove-document': table,
  'set-observer-comments': table,
  'set-sponsors-lift': table,
  'add-topic': table,
  'add-recommendation': table,
  'retitle-recommendation': table,
  'set-drafting-mode': table,
  'propose-alternative': delegations,
  'join-sponsors': delegations,
  'leave-sponsors': delegations,
  'withdraw-alternative': delegations,
  'start-amendment': delegations,
  'draft-amendment-anew': delegations,
  'table-amendment': delegations,
  'withdraw-amendment': delegations,
  'amend-from-alternative': delegations,
  'decide-amendment': presiding,
  'take-up-changes': presiding,
  'take-position': delegations,
  'withdraw-position': delegations,
  // A delegation its own, where the group has it so.
  'lift-bracket': ['chair', 'vice-chair', 'secretariat', 'delegate'],
  // A delegation of brackets that it wants.
  'state-bracket-reason': ['chair', 'vice-chair', 'secretariat', 'delegate'],
  'put-bridge': presiding,
  'open-thread': speakers,
  reply: speakers,
  'resolve-thread': speakers,
  'reopen-thread': speakers,
  'mark-for-chair': speakers,
  'unmark-for-chair': presiding,
  'put-on-floor': presiding,
  'ask-for-floor': speakers,
  'withdraw-floor-request': speakers,
  'give-floor': presiding,
  'call-for-positions': presiding,
  'close-call-for-positions': presiding,
  'resolve-recommendation': presiding,
  'undo-decision': presiding,
  'agree-consent-list': presiding,
  'put-under-silence': presiding,
  'break-silence': delegations,
  'lift-silence': presiding,
  'repair-text': ['installation'],
  'conclude-deadlines': ['installation'],
  'hold-deadlines': ['installation'],
}

const partyOf = (actor: Actor): Party | 'public' => (actor.by === 'member' ? actor.role : actor.by)

const commenting: readonly CommandType[] = [
  'open-thread',
  'reply',
  'resolve-thread',
  'reopen-thread',
  'mark-for-chair',
]

/** Why this actor's role may not send commands of this type; undefined when it may. */
export function mayNot(state: RecordState, actor: Actor, type: CommandType): Refusal | undefined {
  const party = partyOf(actor)
  if (party === 'public' || !parties[type].includes(party)) return refuse('role-may-not')
  if (party === 'observer' && commenting.includes(type) && !state.observerComments)
    return refuse('observer-comments-closed')
  if (party === 'delegate' && type === 'lift-bracket' && !state.sponsorsLift)
    return refuse('role-may-not')
  return undefined
}

const isParty = (actor: Actor, among: readonly Party[]): boolean => {
  const party = partyOf(actor)
  return party !== 'public' && among.includes(party)
}

/** Whether a seat of this role is at the table, which makes links for everybody, its own members included. */
export const isAtTable = (role: SeatRole): boolean => table.includes(role)

/** Who opens and ends temperature checks, of which the record knows nothing. */
export const mayConductTemperatureCheck = (actor: Actor): boolean => isParty(actor, presiding)

/** Who reads what still needs a decision: the chair's table. */
export const mayReadDesk = (actor: Actor): boolean => actor.by === 'member' && isParty(actor, table)
