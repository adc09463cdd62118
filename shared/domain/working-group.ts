/** The body itself: its name, its mandate, and where it is in its calendar. */
import { z } from 'zod'
import { GroupId, MeetingId } from './ids.ts'
import { oneLine, oneLineOrEmpty, paragraphsOrEmpty } from './plain-string.ts'

export const WorkingGroup = z
  .object({
    groupId: GroupId,
    name: oneLine(160),
    parentBody: oneLineOrEmpty(160),
    mandate: paragraphsOrEmpty(5000),
  })
  .meta({ id: 'WorkingGroup' })
export type WorkingGroup = z.infer<typeof WorkingGroup>

/** The meeting day that is open now (0-based within its meeting). */
export const Session = z
  .object({ meetingId: MeetingId, dayIndex: z.number().int().min(0) })
  .meta({ id: 'MeetingSession' })
export type Session = z.infer<typeof Session>
