/** The state of the record: the fold of its events, as everyone's screen shows it. */
import { z } from 'zod'
import { Decision } from '../domain/decision.ts'
import { Floor } from '../domain/floor.ts'
import {
  type DelegationId,
  MemberId,
  RecommendationId,
  SeatId,
  TextId,
  ThreadId,
} from '../domain/ids.ts'
import { Meeting, MeetingDocument } from '../domain/meeting.ts'
import { Delegation, Member, type Role, Seat } from '../domain/member.ts'
import { Recommendation } from '../domain/recommendation.ts'
import { Text } from '../domain/text.ts'
import { Thread } from '../domain/thread.ts'
import { Topic } from '../domain/topic.ts'
import { Session, WorkingGroup } from '../domain/working-group.ts'

export const RecordState = z
  .object({
    /** Sequence of the last event folded in; 0 for the empty record. */
    sequence: z.number().int().min(0),
    /** Hash of that event; 64 zeros for the empty record. */
    hash: z.string(),
    group: WorkingGroup.nullable(),
    /** In order of their seating: the place in this list gives a delegation its colour. */
    delegations: z.array(Delegation),
    seats: z.record(SeatId, Seat),
    members: z.record(MemberId, Member),
    meetings: z.array(Meeting),
    session: Session.nullable(),
    documents: z.array(MeetingDocument),
    observerComments: z.boolean(),
    /** Whether a delegation lifts brackets that it alone wants. */
    sponsorsLift: z.boolean(),
    topics: z.array(Topic),
    recommendations: z.record(RecommendationId, Recommendation),
    texts: z.record(TextId, Text),
    threads: z.record(ThreadId, Thread),
    floor: Floor,
    /** Newest last, bounded by the number of recommendations times their reopenings. */
    decisions: z.array(Decision),
  })
  .meta({ id: 'RecordState' })
export type RecordState = z.infer<typeof RecordState>

export const noHash = '0'.repeat(64)

/** The record before its first event. */
export const emptyRecord: RecordState = {
  sequence: 0,
  hash: noHash,
  group: null,
  delegations: [],
  seats: {},
  members: {},
  meetings: [],
  session: null,
  documents: [],
  observerComments: false,
  sponsorsLift: false,
  topics: [],
  recommendations: {},
  texts: {},
  threads: {},
  floor: { recommendationId: null, speaker: null, requests: [] },
  decisions: [],
}

/**
 * Who asks. A member acts with the role and delegation of their seat *now*; the public reader has neither; the
 * installation is the administrator's command line, which may set the group up but takes no part in its work.
 */
export type Actor =
  | {
      readonly by: 'member'
      readonly memberId: MemberId
      readonly seatId: SeatId
      readonly role: Exclude<Role, 'public'>
      readonly delegationId: DelegationId | null
    }
  | { readonly by: 'public' }
  | { readonly by: 'installation' }

/**
 * What of an actor decides what they may see of the record. No answer about the record asks for more of them, so that one answer serves all
 * who are alike in it.
 */
export type Onlooker =
  | Pick<Extract<Actor, { by: 'member' }>, 'by' | 'role' | 'delegationId'>
  | Exclude<Actor, { by: 'member' }>

/** A name for all who may see the same. */
export const nameOfOnlooker = (onlooker: Onlooker): string =>
  onlooker.by === 'member' ? `${onlooker.role} ${onlooker.delegationId ?? '-'}` : onlooker.by

/** The actor that a member is now, or undefined when they have lost their place or their link. */
export function actorOf(state: RecordState, memberId: MemberId): Actor | undefined {
  const member = state.members[memberId]
  if (!member || member.standing !== 'seated') return undefined
  const seat = state.seats[member.seatId]
  if (!seat) return undefined
  return {
    by: 'member',
    memberId,
    seatId: seat.seatId,
    role: seat.role,
    delegationId: seat.delegationId,
  }
}

/** Whether what is internal to a delegation is for this actor: its delegates, and neither the table nor its observers. */
export const mayReadInternal = (actor: Onlooker, delegationId: DelegationId): boolean =>
  actor.by === 'member' && actor.role === 'delegate' && actor.delegationId === delegationId
