/** Events: what happened, in order. The record is nothing but these; the state is their fold. */
import { z } from 'zod'
import { BracketLift } from '../domain/bracket-lift.ts'
import { BridgeSpan, bridgeFields } from '../domain/bridge.ts'
import { DecidedText, Decision, FormerStanding, KeptSilence } from '../domain/decision.ts'
import { Floor, FloorRequest } from '../domain/floor.ts'
import {
  CommandId,
  DelegationId,
  DocumentId,
  MeetingId,
  MemberId,
  RecommendationId,
  SeatId,
  TextId,
} from '../domain/ids.ts'
import { Meeting, MeetingDocument } from '../domain/meeting.ts'
import { Delegation, Member, Role, Seat } from '../domain/member.ts'
import { Instant, paragraphs, paragraphsOrEmpty } from '../domain/plain-string.ts'
import { Position } from '../domain/position.ts'
import { Recommendation, RecommendationStatus } from '../domain/recommendation.ts'
import { DecidedChange, DraftingMode, RecordedOutcome } from '../domain/text.ts'
import { Topic } from '../domain/topic.ts'
import { WorkingGroup } from '../domain/working-group.ts'
import { Point } from '../text/text-comparison.ts'
import { commentEvents } from './comment-event.ts'

const amendment = {
  recommendationId: RecommendationId,
  textId: TextId,
  baseTextId: TextId,
}

/** Why deadlines are held: the server's clock was moved, or the server was away; from when on, and until when. */
export const heldBecause = { from: Instant, to: Instant, why: z.enum(['clock', 'away']) }

export const RecordEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('group-created'), ...WorkingGroup.shape }),
    z.object({ type: z.literal('delegation-added'), ...Delegation.shape }),
    z.object({ type: z.literal('seat-added'), ...Seat.shape }),
    z.object({
      type: z.literal('member-seated'),
      ...Member.pick({ memberId: true, seatId: true, name: true }).shape,
    }),
    z.object({
      type: z.literal('member-moved'),
      ...Member.pick({ memberId: true, seatId: true }).shape,
    }),
    z.object({
      type: z.literal('link-issued'),
      ...Member.pick({ memberId: true, linkGeneration: true }).shape,
    }),
    z.object({ type: z.literal('link-revoked'), memberId: MemberId }),
    z.object({ type: z.literal('member-removed'), memberId: MemberId }),
    z.object({
      type: z.literal('meeting-scheduled'),
      ...Meeting.omit({ followLinkOpen: true }).shape,
    }),
    z.object({
      type: z.literal('meeting-day-opened'),
      meetingId: MeetingId,
      dayIndex: z.number().int(),
    }),
    z.object({ type: z.literal('follow-link-set'), meetingId: MeetingId, open: z.boolean() }),
    z.object({ type: z.literal('document-added'), ...MeetingDocument.shape }),
    z.object({ type: z.literal('document-removed'), documentId: DocumentId }),
    z.object({ type: z.literal('observer-comments-set'), allowed: z.boolean() }),
    z.object({ type: z.literal('sponsors-lift-set'), allowed: z.boolean() }),
    z.object({
      type: z.literal('topic-added'),
      ...Topic.omit({ recommendationIds: true }).shape,
    }),
    z.object({
      type: z.literal('recommendation-added'),
      ...Recommendation.pick({
        recommendationId: true,
        topicId: true,
        ordinal: true,
        title: true,
        majorityTextId: true,
      }).shape,
    }),
    z.object({
      type: z.literal('recommendation-retitled'),
      recommendationId: RecommendationId,
      title: Recommendation.shape.title,
    }),
    z.object({
      type: z.literal('recommendation-status-changed'),
      recommendationId: RecommendationId,
      status: RecommendationStatus,
    }),
    z.object({ type: z.literal('drafting-mode-set'), textId: TextId, mode: DraftingMode }),
    z.object({
      type: z.literal('alternative-proposed'),
      recommendationId: RecommendationId,
      textId: TextId,
      delegationId: DelegationId,
      reason: paragraphsOrEmpty(2000),
      /** The text whose words it started from; null when it started empty. */
      copiedFrom: TextId.nullable(),
    }),
    z.object({ type: z.literal('sponsor-joined'), textId: TextId, delegationId: DelegationId }),
    z.object({ type: z.literal('sponsor-left'), textId: TextId, delegationId: DelegationId }),
    z.object({ type: z.literal('alternative-lapsed'), textId: TextId }),
    z.object({ type: z.literal('alternative-withdrawn'), textId: TextId }),
    z.object({
      type: z.literal('amendment-started'),
      ...amendment,
      delegationId: DelegationId,
      /** The amendment whose words it goes on with; absent when it starts from its base. */
      copiedFrom: TextId.optional(),
    }),
    z.object({
      type: z.literal('amendment-discarded'),
      textId: TextId,
      delegationId: DelegationId,
    }),
    // Says all that there is to say: most readers hear of the amendment here for the first time.
    z.object({
      type: z.literal('amendment-tabled'),
      ...amendment,
      delegationId: DelegationId,
      reason: paragraphsOrEmpty(2000),
      /** The point of an alternative that it puts into the majority text. */
      from: z.object({ textId: TextId, point: Point }).optional(),
    }),
    z.object({ type: z.literal('amendment-withdrawn'), textId: TextId }),
    z.object({
      type: z.literal('amendment-decided'),
      ...amendment,
      outcome: RecordedOutcome,
      note: paragraphsOrEmpty(2000),
      /** The base in plain words: as it stood, as the amendment would have it, and as the outcome left it. */
      before: z.string(),
      proposed: z.string(),
      after: z.string(),
      /** Each change with whether it was taken up; only of an amendment taken up in part. */
      changes: z.array(DecidedChange).optional(),
    }),
    // In the place of an event that is not for this reader; never recorded.
    z.object({ type: z.literal('withheld') }),
    z.object({
      type: z.literal('position-taken'),
      textId: TextId,
      delegationId: DelegationId,
      ...Position.pick({ stance: true, explanation: true }).shape,
    }),
    z.object({ type: z.literal('position-withdrawn'), textId: TextId, delegationId: DelegationId }),
    z.object({
      type: z.literal('bracket-lifted'),
      textId: TextId,
      bracketId: z.string(),
      how: BracketLift,
      /** Delegation codes of those who wanted the bracket. */
      sponsors: z.string(),
      /** The words with the bracket, and what is left of them. */
      before: z.string(),
      after: z.string(),
    }),
    z.object({
      type: z.literal('bracket-reason-stated'),
      textId: TextId,
      bracketId: z.string(),
      /** Delegation codes of those who want the bracket. */
      sponsors: z.string(),
      /** The bracketed words, their beginning where they are many. */
      words: z.string(),
      /** Empty when it was taken back. */
      reason: z.string(),
    }),
    z.object({
      type: z.literal('text-repaired'),
      textId: TextId,
      /** Whose words were taken out; null: everybody's of the time. */
      of: MemberId.nullable(),
      from: Instant.optional(),
      until: Instant.optional(),
      reason: paragraphsOrEmpty(2000),
      letters: z.number().int().min(0),
      /** The SHA-256 of the words, in the order of reading: the log of the text keeps them, the record does not repeat them. */
      digest: z.string().regex(/^[0-9a-f]{64}$/),
    }),
    z.object({
      type: z.literal('bridge-put'),
      recommendationId: RecommendationId,
      ...bridgeFields,
      spans: z.array(BridgeSpan),
      /** In whose name it stands in its square bracket. */
      sponsors: z.string(),
      /** The paragraph before, and the wording that stands beside it from now on. */
      before: z.string(),
      words: z.string(),
    }),
    ...commentEvents,
    z.object({ type: z.literal('floor-set'), ...Floor.pick({ recommendationId: true }).shape }),
    z.object({ type: z.literal('floor-asked'), ...FloorRequest.pick({ memberId: true }).shape }),
    z.object({ type: z.literal('floor-request-withdrawn'), memberId: MemberId }),
    z.object({ type: z.literal('floor-given'), memberId: MemberId.nullable() }),
    z.object({
      type: z.literal('positions-called'),
      recommendationId: RecommendationId,
      until: Instant.optional(),
    }),
    z.object({
      type: z.literal('positions-call-closed'),
      recommendationId: RecommendationId,
      /** The deadline that closed it; absent when the chair did. */
      deadline: Instant.optional(),
    }),
    z.object({
      type: z.literal('silence-opened'),
      recommendationId: RecommendationId,
      until: Instant,
    }),
    z.object({
      type: z.literal('silence-broken'),
      recommendationId: RecommendationId,
      delegationId: DelegationId,
      reason: paragraphs(2000),
    }),
    z.object({
      type: z.literal('silence-ended'),
      recommendationId: RecommendationId,
      /** `lifted` by the chair; `not-ready`: at its end the text could not be agreed. */
      why: z.enum(['lifted', 'not-ready']),
    }),
    z.object({
      type: z.literal('deadlines-held'),
      ...heldBecause,
      /** When each comes now. */
      deadlines: z
        .array(
          z.object({
            recommendationId: RecommendationId,
            of: z.enum(['call', 'silence']),
            until: Instant,
          }),
        )
        .min(1),
    }),
    z.object({
      type: z.literal('majority-text-replaced'),
      recommendationId: RecommendationId,
      formerTextId: TextId,
      textId: TextId,
    }),
    z.object({
      type: z.literal('recommendation-resolved'),
      ...Decision.pick({ recommendationId: true, outcome: true, note: true }).shape,
      texts: z.array(DecidedText),
      former: FormerStanding.optional(),
      bySilence: KeptSilence.optional(),
      /** The sequence of the decision that this reopening undoes. */
      undoes: z.number().int().min(1).optional(),
    }),
  ])
  .meta({ id: 'RecordEvent' })
export type RecordEvent = z.infer<typeof RecordEvent>
export type EventType = RecordEvent['type']
/** One event by its type. */
export type EventOf<T extends EventType> = Extract<RecordEvent, { type: T }>

/** Who caused an event: a member in a seat, or the installation itself (set-up by the administrator's command line). */
export const EventActor = z
  .discriminatedUnion('by', [
    z.object({ by: z.literal('member'), memberId: MemberId, seatId: SeatId, role: Role }),
    z.object({ by: z.literal('installation') }),
    /** A member whose act is internal to their delegation: who it was is sealed with the act. */
    z.object({ by: z.literal('sealed') }),
  ])
  .meta({ id: 'EventActor' })
export type EventActor = z.infer<typeof EventActor>

/**
 * An event in its place in the record. `hash` is the SHA-256 (hex) of the event's text as it is kept (`chain.ts`);
 * `previousHash` is the hash of the event before (64 zeros before the first): anyone with the export can check the chain.
 */
export const RecordedEvent = z
  .object({
    sequence: z.number().int().min(1),
    at: Instant,
    actor: EventActor,
    commandId: CommandId,
    event: RecordEvent,
    previousHash: z.string().regex(/^[0-9a-f]{64}$/),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ id: 'RecordedEvent' })
export type RecordedEvent = z.infer<typeof RecordedEvent>
