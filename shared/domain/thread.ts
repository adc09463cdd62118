/** Comment threads: on a topic, a recommendation, or words in a text. */
import { z } from 'zod'
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
 * Words that a comment is about. `start` and `end` are Yjs relative positions (base64); the quote with the 32
 * characters around it finds the words again when the positions no longer do (W3C Web Annotation, TextQuoteSelector).
 */
export const WordsAnchor = z
  .object({
    start: z.base64().max(400),
    end: z.base64().max(400),
    quote: z.string().min(1).max(2000),
    prefix: z.string().max(32),
    suffix: z.string().max(32),
    /** The quote stood nowhere else in the text: found anywhere, it is these words. */
    isOnly: z.literal(true).optional(),
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
