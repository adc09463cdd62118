/** Folds events into the state. Only what an event says is used, so that an old record replays the same for ever. */
import type { RecordedEvent } from './event.ts'
import { evolveComments } from './evolve-comments.ts'
import { evolveTexts } from './evolve-texts.ts'
import { emptyRecord, type RecordState } from './state.ts'

/** The state after one more event. Immutable: what did not change is shared with the state before. */
export function evolve(state: RecordState, recorded: RecordedEvent): RecordState {
  const next = apply(state, recorded)
  return { ...next, sequence: recorded.sequence, hash: recorded.hash }
}

/** The state after these events, from the empty record or from a given state. */
export function fold(
  events: Iterable<RecordedEvent>,
  from: RecordState = emptyRecord,
): RecordState {
  let state = from
  for (const recorded of events) state = evolve(state, recorded)
  return state
}

function apply(state: RecordState, recorded: RecordedEvent): RecordState {
  const { event } = recorded
  switch (event.type) {
    case 'group-created': {
      const { type: _, ...group } = event
      return { ...state, group }
    }
    case 'delegation-added': {
      const { type: _, ...delegation } = event
      return { ...state, delegations: [...state.delegations, delegation] }
    }
    case 'seat-added': {
      const { type: _, ...seat } = event
      return { ...state, seats: { ...state.seats, [seat.seatId]: seat } }
    }
    case 'member-seated': {
      const { type: _, ...member } = event
      const seated = { ...member, standing: 'seated', linkGeneration: 1 } as const
      return { ...state, members: { ...state.members, [member.memberId]: seated } }
    }
    case 'member-moved':
      return withMember(state, event.memberId, { seatId: event.seatId })
    case 'link-issued':
      return withMember(state, event.memberId, {
        standing: 'seated',
        linkGeneration: event.linkGeneration,
      })
    case 'link-revoked':
      return withMember(state, event.memberId, { standing: 'link-revoked' })
    case 'member-removed':
      return withoutFloor(
        withMember(state, event.memberId, { standing: 'removed' }),
        event.memberId,
      )
    case 'meeting-scheduled': {
      const { type: _, ...meeting } = event
      return { ...state, meetings: [...state.meetings, { ...meeting, followLinkOpen: true }] }
    }
    case 'meeting-day-opened':
      return { ...state, session: { meetingId: event.meetingId, dayIndex: event.dayIndex } }
    case 'follow-link-set':
      return {
        ...state,
        meetings: state.meetings.map((meeting) =>
          meeting.meetingId === event.meetingId
            ? { ...meeting, followLinkOpen: event.open }
            : meeting,
        ),
      }
    case 'document-added': {
      const { type: _, ...document } = event
      return { ...state, documents: [...state.documents, document] }
    }
    case 'document-removed':
      return {
        ...state,
        documents: state.documents.filter((document) => document.documentId !== event.documentId),
      }
    case 'observer-comments-set':
      return { ...state, observerComments: event.allowed }
    case 'sponsors-lift-set':
      return { ...state, sponsorsLift: event.allowed }
    case 'floor-set':
      return { ...state, floor: { ...state.floor, recommendationId: event.recommendationId } }
    case 'floor-asked': {
      const request = { memberId: event.memberId, at: recorded.at }
      return {
        ...state,
        floor: { ...state.floor, requests: [...state.floor.requests, request] },
      }
    }
    case 'floor-request-withdrawn':
      return {
        ...state,
        floor: { ...state.floor, requests: withoutRequest(state, event.memberId) },
      }
    case 'floor-given':
      return {
        ...state,
        floor: {
          ...state.floor,
          speaker: event.memberId,
          requests: withoutRequest(state, event.memberId),
        },
      }
    case 'thread-opened':
    case 'comment-added':
    case 'thread-resolved':
    case 'thread-reopened':
    case 'thread-marked-for-chair':
    case 'thread-unmarked-for-chair':
    case 'words-moved':
    case 'internal-act-sealed':
      return evolveComments(state, recorded, event)
    default:
      return evolveTexts(state, recorded, event)
  }
}

function withMember(
  state: RecordState,
  memberId: keyof RecordState['members'],
  change: Partial<
    Pick<
      RecordState['members'][keyof RecordState['members']],
      'seatId' | 'standing' | 'linkGeneration'
    >
  >,
): RecordState {
  const member = state.members[memberId]
  if (!member) return state
  return { ...state, members: { ...state.members, [memberId]: { ...member, ...change } } }
}

const withoutRequest = (state: RecordState, memberId: string | null) =>
  state.floor.requests.filter((request) => request.memberId !== memberId)

function withoutFloor(state: RecordState, memberId: string): RecordState {
  const speaker = state.floor.speaker === memberId ? null : state.floor.speaker
  return {
    ...state,
    floor: { ...state.floor, speaker, requests: withoutRequest(state, memberId) },
  }
}
