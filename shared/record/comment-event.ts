/** The events of comments, and how a delegation's internal ones lie sealed in the record. */
import { z } from 'zod'
import { AnchoredLetters } from '../anchors/anchored-letters.ts'
import {
  CommentId,
  DelegationId,
  MemberId,
  SeatId,
  TextId,
  ThreadId,
  TopicId,
} from '../domain/ids.ts'
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

/** Texts were moved from the tree into flows: these are the letters that comments on their words are about now. */
const WordsMoved = z.object({
  type: z.literal('words-moved'),
  /** Those that the room knows of. */
  textIds: z.array(TextId),
  anchors: z.array(z.object({ threadId: ThreadId, letters: AnchoredLetters })),
})

/** Random characters that keep a short note from being guessed out of its seal: 132 bits or more, base64url. */
export const Salt = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/, 'must be 22 to 64 random characters')

/** What happened inside a delegation, and who did it. */
export const InternalAct = z
  .object({
    delegationId: DelegationId,
    /** Null for what the installation did with the delegation's comments. */
    by: z.object({ memberId: MemberId, seatId: SeatId, role: SeatRole }).nullable(),
    salt: Salt,
    act: z.discriminatedUnion('type', [
      ThreadOpened,
      CommentAdded,
      ThreadResolved,
      ThreadReopened,
      WordsMoved,
    ]),
  })
  .meta({ id: 'InternalAct' })
export type InternalAct = z.infer<typeof InternalAct>

/** All events of comments, for the union of events. */
export const commentEvents = [
  ThreadOpened,
  CommentAdded,
  ThreadResolved,
  ThreadReopened,
  WordsMoved,
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
