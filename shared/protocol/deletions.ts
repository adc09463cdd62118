/** What was deleted of a text lately, as the API tells it. */
import { z } from 'zod'
import { MemberId, TextId } from '../domain/ids.ts'
import { Instant } from '../domain/plain-string.ts'

/** Letters that one member deleted together, by their ids in the document; they are in it still. */
export const DeletedLetters = z.object({
  clientId: z.number().int().min(0),
  clock: z.number().int().min(0),
  length: z.number().int().min(1),
  memberId: MemberId,
  at: Instant,
})
export type DeletedLetters = z.infer<typeof DeletedLetters>

/**
 * GET /api/texts/:textId/deletions: who deleted which letters, and when, in the hours since `since`. Those that stand again, brought back or
 * moved, are among them: the document tells. What its author deleted soon after typing it is not, nor what the installation did.
 */
export const TextDeletions = z
  .object({ textId: TextId, since: Instant, deletions: z.array(DeletedLetters) })
  .meta({ id: 'TextDeletions' })
export type TextDeletions = z.infer<typeof TextDeletions>
