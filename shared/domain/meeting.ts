/** When the group meets: meetings, their days, and the documents before them. */
import { z } from 'zod'
import { DocumentId, MeetingId } from './ids.ts'
import { CalendarDay, oneLine, oneLineOrEmpty } from './plain-string.ts'

export const Phase = z.enum(['discussion', 'drafting', 'finalisation']).meta({ id: 'Phase' })
export type Phase = z.infer<typeof Phase>

export const MeetingDay = z
  .object({ date: CalendarDay, title: oneLine(120), phase: Phase })
  .meta({ id: 'MeetingDay' })
export type MeetingDay = z.infer<typeof MeetingDay>

/** A meeting; `followLinkOpen` says whether its public follow link lets readers in. */
export const Meeting = z
  .object({
    meetingId: MeetingId,
    title: oneLine(120),
    place: oneLineOrEmpty(120),
    days: z.array(MeetingDay).min(1).max(30),
    followLinkOpen: z.boolean(),
  })
  .meta({ id: 'Meeting' })
export type Meeting = z.infer<typeof Meeting>

/** A document before the meeting: a title, and a symbol such as A/67/65 or an address where it has one. */
export const MeetingDocument = z
  .object({
    documentId: DocumentId,
    meetingId: MeetingId,
    title: oneLine(200),
    symbol: oneLineOrEmpty(60),
    address: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(500)]),
  })
  .meta({ id: 'MeetingDocument' })
export type MeetingDocument = z.infer<typeof MeetingDocument>
