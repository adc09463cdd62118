/** Comment threads: on a topic, a recommendation, or words in a text. */
import { z } from 'zod'
import { AnchoredLetters } from '../anchors/anchored-letters.ts'
import {
  CommentId,
  DelegationId,
  MemberId,
  RecommendationId,
  TextId,
  ThreadId,
  TopicId,
} from './ids.ts'
import { Instant, paragraphs } from './plain-string.ts'

/**
 * Words that a comment is about: the quote as it was, and its letters, by which they are found. Comments from before flows are told
 * their letters when the text is moved; those of words that were gone by then have none.
 */
export const WordsAnchor = z
  .object({
    quote: z.string().min(1).max(2000),
    letters: z.union([AnchoredLetters, z.tuple([])]),
  })
  .meta({ id: 'WordsAnchor' })
export type WordsAnchor = z.infer<typeof WordsAnchor>

export const ThreadAnchor = z
  .discriminatedUnion('on', [
    z.object({ on: z.literal('topic') }),
    z.object({ on: z.literal('recommendation'), recommendationId: RecommendationId }),
    z.object({
      on: z.literal('words'),
      recommendationId: RecommendationId.nullable(),
      textId: TextId,
      words: WordsAnchor,
    }),
  ])
  .meta({ id: 'ThreadAnchor' })
export type ThreadAnchor = z.infer<typeof ThreadAnchor>

export const CommentBody = paragraphs(4000)

/** Delegations that a comment speaks to; the body names each as `@` and its name. */
export const Mentions = z.array(DelegationId).max(20)

export const Comment = z
  .object({
    commentId: CommentId,
    by: MemberId,
    at: Instant,
    body: CommentBody,
    mentions: Mentions,
  })
  .meta({ id: 'Comment' })
export type Comment = z.infer<typeof Comment>

export const Thread = z
  .object({
    threadId: ThreadId,
    topicId: TopicId,
    anchor: ThreadAnchor,
    comments: z.array(Comment).min(1),
    resolved: z.object({ by: MemberId, at: Instant }).nullable(),
    /** Who asked the chair to look at it, until the chair has. */
    forChair: z.object({ by: MemberId, at: Instant }).nullable(),
    /** The one delegation that sees the thread; null for what the room sees. */
    audience: DelegationId.nullable(),
  })
  .meta({ id: 'Thread' })
export type Thread = z.infer<typeof Thread>
