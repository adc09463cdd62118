/** Meetings, their days, the follow link, and the documents before them. */
import { bounds } from './bounds.ts'
import type { CommandOf } from './command.ts'
import type { RecordEvent } from './event.ts'
import { ok, type Result, refused } from './refusal.ts'
import type { RecordState } from './state.ts'

type CalendarCommand = CommandOf<
  | 'schedule-meeting'
  | 'open-meeting-day'
  | 'set-follow-link'
  | 'add-document'
  | 'remove-document'
  | 'set-observer-comments'
  | 'set-sponsors-lift'
>

export function decideCalendar(
  state: RecordState,
  command: CalendarCommand,
): Result<RecordEvent[]> {
  switch (command.type) {
    case 'schedule-meeting':
      if (state.meetings.some((other) => other.meetingId === command.meetingId))
        return refused('id-taken')
      if (state.meetings.length >= bounds.meetings) return refused('limit-reached')
      return ok([{ ...command, type: 'meeting-scheduled' }])
    case 'open-meeting-day': {
      const meeting = state.meetings.find((other) => other.meetingId === command.meetingId)
      if (!meeting) return refused('meeting-unknown')
      if (command.dayIndex >= meeting.days.length) return refused('meeting-day-unknown')
      return ok([{ ...command, type: 'meeting-day-opened' }])
    }
    case 'set-follow-link': {
      const meeting = state.meetings.find((other) => other.meetingId === command.meetingId)
      if (!meeting) return refused('meeting-unknown')
      if (meeting.followLinkOpen === command.open) return refused('already-so')
      return ok([{ ...command, type: 'follow-link-set' }])
    }
    case 'add-document':
      if (state.documents.some((other) => other.documentId === command.documentId))
        return refused('id-taken')
      if (!state.meetings.some((other) => other.meetingId === command.meetingId))
        return refused('meeting-unknown')
      if (state.documents.length >= bounds.documents) return refused('limit-reached')
      return ok([{ ...command, type: 'document-added' }])
    case 'remove-document':
      if (!state.documents.some((other) => other.documentId === command.documentId))
        return refused('document-unknown')
      return ok([{ ...command, type: 'document-removed' }])
    case 'set-observer-comments':
      if (state.observerComments === command.allowed) return refused('already-so')
      return ok([{ ...command, type: 'observer-comments-set' }])
    case 'set-sponsors-lift':
      if (state.sponsorsLift === command.allowed) return refused('already-so')
      return ok([{ ...command, type: 'sponsors-lift-set' }])
  }
}
