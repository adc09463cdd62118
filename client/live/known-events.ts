/**
 * Events as this page takes them in: only those of which it knows everything. A newer server may say more than the page can
 * show, and the page shall not go on as if it had all of it.
 */
import { z } from 'zod'
import { CommandAnswer } from '#shared/protocol/api'
import { RecordNews } from '#shared/protocol/event-streams'
import { RecordedEvent } from '#shared/record/event'
import { readWhole } from '#shared/record/versions/known-whole'

export const KnownEvent = z.unknown().transform((said, context): RecordedEvent => {
  const reading = readWhole(RecordedEvent, said)
  if (reading.ok) return reading.value
  context.addIssue({ code: 'custom', message: `is not known: ${reading.at}` })
  return z.NEVER
})

export const KnownNews = RecordNews.extend({ events: z.array(KnownEvent) })
export type KnownNews = z.infer<typeof KnownNews>

export const KnownAnswer = CommandAnswer.extend({ events: z.array(KnownEvent) })
