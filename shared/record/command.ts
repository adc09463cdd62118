/**
 * Commands: what a person asks of the record. Ids of new things are minted by the sender, so that `decide` is pure and a
 * retry asks for the same thing. The idempotency key travels beside the command, not in it.
 */
import { z } from 'zod'
import { BracketLift } from '../domain/bracket-lift.ts'
import { BridgeDraftSpan, bridgeFields } from '../domain/bridge.ts'
import { Outcome } from '../domain/decision.ts'
import {
  CommentId,
  DocumentId,
  MeetingId,
  MemberId,
  RecommendationId,
  TextId,
  ThreadId,
  TopicId,
} from '../domain/ids.ts'
import { Meeting, MeetingDocument } from '../domain/meeting.ts'
import { Delegation, Member, Seat } from '../domain/member.ts'
import { Instant, oneLineOrEmpty, paragraphs, paragraphsOrEmpty } from '../domain/plain-string.ts'
import { Position } from '../domain/position.ts'
import { Recommendation } from '../domain/recommendation.ts'
import { AmendmentOutcome, ChangeId, DraftingMode } from '../domain/text.ts'
import { CommentBody, Mentions, ThreadAnchor } from '../domain/thread.ts'
import { Topic } from '../domain/topic.ts'
import { WorkingGroup } from '../domain/working-group.ts'
import { Point } from '../text/text-comparison.ts'
import { bounds } from './bounds.ts'
import { Salt } from './comment-event.ts'
import { heldBecause } from './event.ts'

const reason = paragraphsOrEmpty(2000)
/** Recommendations that are taken together. */
const together = z
  .array(RecommendationId)
  .min(1, 'must name a recommendation')
  .max(bounds.recommendationsTakenTogether)
  .refine((ids) => new Set(ids).size === ids.length, 'must name each recommendation once')

export const Command = z
  .discriminatedUnion('type', [
    // The group and its people: chair, vice-chair or secretariat.
    z.object({ type: z.literal('create-group'), ...WorkingGroup.shape }),
    z.object({ type: z.literal('add-delegation'), ...Delegation.shape }),
    z.object({ type: z.literal('add-seat'), ...Seat.shape }),
    z.object({
      type: z.literal('seat-member'),
      ...Member.pick({ memberId: true, seatId: true, name: true }).shape,
    }),
    z.object({
      type: z.literal('move-member'),
      ...Member.pick({ memberId: true, seatId: true }).shape,
    }),
    z.object({ type: z.literal('issue-link'), memberId: MemberId }),
    z.object({ type: z.literal('revoke-link'), memberId: MemberId }),
    z.object({ type: z.literal('remove-member'), memberId: MemberId }),
    // The calendar.
    z.object({
      type: z.literal('schedule-meeting'),
      ...Meeting.omit({ followLinkOpen: true }).shape,
    }),
    z.object({
      type: z.literal('open-meeting-day'),
      meetingId: MeetingId,
      dayIndex: z.number().int().min(0).max(29),
    }),
    z.object({ type: z.literal('set-follow-link'), meetingId: MeetingId, open: z.boolean() }),
    z.object({ type: z.literal('add-document'), ...MeetingDocument.shape }),
    z.object({ type: z.literal('remove-document'), documentId: DocumentId }),
    z.object({ type: z.literal('set-observer-comments'), allowed: z.boolean() }),
    /** Whether those who alone want a bracket may lift it themselves. */
    z.object({ type: z.literal('set-sponsors-lift'), allowed: z.boolean() }),
    // The work.
    z.object({
      type: z.literal('add-topic'),
      ...Topic.pick({ topicId: true, title: true, broadAgreementTextId: true, summaryTextId: true })
        .shape,
    }),
    z.object({
      type: z.literal('add-recommendation'),
      recommendationId: RecommendationId,
      topicId: TopicId,
      title: Recommendation.shape.title,
      textId: TextId,
    }),
    z.object({
      type: z.literal('retitle-recommendation'),
      recommendationId: RecommendationId,
      title: Recommendation.shape.title,
    }),
    z.object({ type: z.literal('set-drafting-mode'), textId: TextId, mode: DraftingMode }),
    z.object({
      type: z.literal('propose-alternative'),
      recommendationId: RecommendationId,
      textId: TextId,
      reason,
      /** Start from the majority text's words, or from an empty text. */
      from: z.enum(['majority', 'blank']),
    }),
    z.object({ type: z.literal('join-sponsors'), textId: TextId }),
    z.object({ type: z.literal('leave-sponsors'), textId: TextId }),
    z.object({ type: z.literal('withdraw-alternative'), textId: TextId }),
    // Amendments: a copy of the base's words to change, shown to nobody else until it is tabled.
    z.object({ type: z.literal('start-amendment'), textId: TextId, baseTextId: TextId }),
    // A tabled amendment whose words need another place: withdrawn, and begun again as a draft that holds them.
    z.object({
      type: z.literal('draft-amendment-anew'),
      textId: TextId,
      amendmentTextId: TextId,
    }),
    z.object({ type: z.literal('table-amendment'), textId: TextId, reason }),
    z.object({ type: z.literal('withdraw-amendment'), textId: TextId }),
    // A point of an alternative as an amendment to the majority text, tabled at once.
    z.object({
      type: z.literal('amend-from-alternative'),
      textId: TextId,
      alternativeTextId: TextId,
      point: Point,
      reason,
    }),
    z.object({
      type: z.literal('decide-amendment'),
      textId: TextId,
      outcome: AmendmentOutcome,
      note: reason,
    }),
    // Both are named, so that nothing is taken up or left that the chair has not seen.
    z.object({
      type: z.literal('take-up-changes'),
      textId: TextId,
      chosen: z.array(ChangeId).max(bounds.changesOfAmendment),
      left: z.array(ChangeId).max(bounds.changesOfAmendment),
      note: reason,
    }),
    z.object({
      type: z.literal('take-position'),
      textId: TextId,
      ...Position.pick({ stance: true, explanation: true }).shape,
    }),
    z.object({ type: z.literal('withdraw-position'), textId: TextId }),
    // Square brackets.
    z.object({
      type: z.literal('lift-bracket'),
      textId: TextId,
      bracketId: z.string().min(1).max(64),
      how: BracketLift,
    }),
    z.object({
      type: z.literal('state-bracket-reason'),
      textId: TextId,
      bracketId: z.string().min(1).max(64),
      /** Empty to take it back. */
      reason: oneLineOrEmpty(200),
    }),
    // The chair's bridging proposals.
    z.object({
      type: z.literal('put-bridge'),
      ...bridgeFields,
      spans: z.array(BridgeDraftSpan).min(1, 'must hold words').max(bounds.spansOfBridge),
    }),
    // Comments.
    z.object({
      type: z.literal('open-thread'),
      threadId: ThreadId,
      topicId: TopicId,
      anchor: ThreadAnchor,
      commentId: CommentId,
      body: CommentBody,
      mentions: Mentions.optional(),
      /** With a salt the thread is internal to the sender's delegation: nobody else learns of it. */
      salt: Salt.optional(),
    }),
    z.object({
      type: z.literal('reply'),
      threadId: ThreadId,
      commentId: CommentId,
      body: CommentBody,
      mentions: Mentions.optional(),
      /** Needed in a thread that is internal to a delegation, and only there. */
      salt: Salt.optional(),
    }),
    z.object({
      type: z.literal('resolve-thread'),
      threadId: ThreadId,
      salt: Salt.optional(),
    }),
    z.object({
      type: z.literal('reopen-thread'),
      threadId: ThreadId,
      salt: Salt.optional(),
    }),
    z.object({ type: z.literal('mark-for-chair'), threadId: ThreadId }),
    z.object({ type: z.literal('unmark-for-chair'), threadId: ThreadId }),
    // The floor.
    z.object({
      type: z.literal('put-on-floor'),
      recommendationId: RecommendationId.nullable(),
    }),
    z.object({ type: z.literal('ask-for-floor') }),
    z.object({ type: z.literal('withdraw-floor-request') }),
    z.object({ type: z.literal('give-floor'), memberId: MemberId.nullable() }),
    // The chair's conduct of one recommendation.
    z.object({
      type: z.literal('call-for-positions'),
      recommendationId: RecommendationId,
      /** When the call closes by itself; without it, when the chair closes it. */
      until: Instant.optional(),
    }),
    z.object({ type: z.literal('close-call-for-positions'), recommendationId: RecommendationId }),
    z.object({
      type: z.literal('resolve-recommendation'),
      recommendationId: RecommendationId,
      outcome: Outcome,
      /** The alternative that takes the majority text's place: with outcome `replace` only. */
      alternativeTextId: TextId.nullable(),
      note: reason,
    }),
    z.object({
      type: z.literal('undo-decision'),
      recommendationId: RecommendationId,
      /** The sequence of the decision: an undo never takes back another than the one that was seen. */
      decision: z.number().int().min(1),
    }),
    z.object({ type: z.literal('agree-consent-list'), recommendationIds: together }),
    z.object({ type: z.literal('put-under-silence'), recommendationIds: together, until: Instant }),
    z.object({
      type: z.literal('break-silence'),
      recommendationId: RecommendationId,
      reason: paragraphs(2000),
    }),
    z.object({ type: z.literal('lift-silence'), recommendationId: RecommendationId }),
    // The administrator, by the command line.
    z.object({
      type: z.literal('repair-text'),
      textId: TextId,
      /** Whose words are taken out; null takes out everybody's of the time that is named then. */
      memberId: MemberId.nullable(),
      /** What came into the text from this instant on, and up to that one, both included. */
      from: Instant.optional(),
      until: Instant.optional(),
      reason,
    }),
    // The server itself, when a deadline has come.
    z.object({ type: z.literal('conclude-deadlines') }),
    // The server itself, when its clock was moved or it was away: what it knew the time to be, and what it is now.
    z.object({ type: z.literal('hold-deadlines'), ...heldBecause }),
  ])
  .meta({ id: 'Command' })
export type Command = z.infer<typeof Command>
export type CommandType = Command['type']
/** One command by its type. */
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>
