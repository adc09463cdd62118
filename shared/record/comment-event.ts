/** The events of comments, and how a delegation's internal ones lie sealed in the record. */
import { z } from 'zod'
import { CommentId, DelegationId, MemberId, SeatId, ThreadId, TopicId } from '../domain/ids.ts'
import { SeatRole } from '../domain/member.ts'
import { CommentBody, Mentions, ThreadAnchor } from '../domain/thread.ts'

const ThreadOpened = z.object({
  type: z.literal('thread-opened'),
  threadId: ThreadId,
  topicId: TopicId,
  anchor: ThreadAnchor,
  commentId: CommentId,
  body: CommentBody,
  mentions: Mentions.optional(),
})
const CommentAdded = z.object({
  type: z.literal('comment-added'),
  threadId: ThreadId,
  commentId: CommentId,
  body: CommentBody,
  mentions: Mentions.optional(),
})
const ThreadResolved = z.object({ type: z.literal('thread-resolved'), threadId: ThreadId })
const ThreadReopened = z.object({ type: z.literal('thread-reopened'), threadId: ThreadId })

/** Random characters that keep a short note from being guessed out of its seal: 132 bits or more, base64url. */
export const Salt = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/, 'must be 22 to 64 random characters')

/** What happened inside a delegation, and who did it. */
export const InternalAct = z
  .object({
    delegationId: DelegationId,
    by: z.object({ memberId: MemberId, seatId: SeatId, role: SeatRole }),
    salt: Salt,
    act: z.discriminatedUnion('type', [ThreadOpened, CommentAdded, ThreadResolved, ThreadReopened]),
  })
  .meta({ id: 'InternalAct' })
export type InternalAct = z.infer<typeof InternalAct>

/** All events of comments, for the union of events. */
export const commentEvents = [
  ThreadOpened,
  CommentAdded,
  ThreadResolved,
  ThreadReopened,
  z.object({ type: z.literal('thread-marked-for-chair'), threadId: ThreadId }),
  z.object({ type: z.literal('thread-unmarked-for-chair'), threadId: ThreadId }),
  z.object({
    type: z.literal('internal-act-sealed'),
    /** SHA-256 (hex) of the canonical JSON of the act: with it the chain holds for those who may not read the act. */
    seal: z.string().regex(/^[0-9a-f]{64}$/),
    /** Not part of the event's hash. Only members of the delegation get it. */
    internal: InternalAct.optional(),
  }),
] as const
