/** Bodies of the HTTP API: the same schemas validate on the server, type the client, and make `/api/openapi.json`. */
import { z } from 'zod'
import { CopyRange } from '../copies/copy-range.ts'
import { BracketMoment } from '../domain/bracket-moment.ts'
import { TextContent } from '../domain/content.ts'
import { DelegationId, GroupId, MeetingId, MemberId, SeatId, TextId } from '../domain/ids.ts'
import { Phase } from '../domain/meeting.ts'
import { Role, StakeholderGroup } from '../domain/member.ts'
import {
  CalendarDay,
  Instant,
  oneLine,
  oneLineOrEmpty,
  paragraphsOrEmpty,
} from '../domain/plain-string.ts'
import { RecordedEvent } from '../record/event.ts'
import { RefusalCodeSchema } from '../record/refusal.ts'
import { SeatHolder } from '../record/seat-holder.ts'
import { RecordState } from '../record/state.ts'

/** RFC 9457 problem details. `code` is a refusal code or one of the transport's own; `errors` names fields. */
export const ProblemCode = z
  .enum([
    ...RefusalCodeSchema.options,
    'signed-out',
    'another-member',
    'other-epoch',
    'signed-in-as-another',
    'link-invalid',
    'link-expired',
    'link-revoked',
    'follow-link-closed',
    'setup-code-wrong',
    'already-set-up',
    'not-found',
    'malformed-request',
    'body-too-large',
    'not-acceptable',
    'cross-site',
    'storage-refuses',
    'too-many-requests',
    'internal',
  ])
  .meta({ id: 'ProblemCode' })
export type ProblemCode = z.infer<typeof ProblemCode>

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: ProblemCode,
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    /** With `signed-in-as-another`: who is signed in here now, and whose seat the link is. */
    seats: z.object({ present: SeatHolder, offered: SeatHolder }).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/**
 * Header of every HTTP request of a page: for which member the page was opened, or `public` for a reader. A server that would
 * take the request for somebody else's refuses it with `another-member`.
 */
export const memberHeader = 'Adref-Member'
/** The same as a parameter of addresses: of `/sync`, `/api/stream` and event streams, where pages can set no headers. */
export const memberParameter = 'member'
export const publicReader = 'public'
export const NamedMember = z.union([MemberId, z.literal(publicReader)])
export type NamedMember = z.infer<typeof NamedMember>

/** The token of a personal link or of a meeting's follow link: 256 random bits, base64url. */
export const LinkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the token of a link')

/** POST /api/session. `inPlaceOf`: the member who is signed in here now, and shall not be from then on. */
export const SignInRequest = z
  .object({ token: LinkToken, inPlaceOf: MemberId.optional() })
  .meta({ id: 'SignInRequest' })
export type SignInRequest = z.infer<typeof SignInRequest>

/** One group in which this session may read, and as whom. */
export const Attendance = z
  .object({
    groupId: GroupId,
    groupName: z.string(),
    role: Role,
    memberId: MemberId.nullable(),
    seatId: SeatId.nullable(),
    delegationId: DelegationId.nullable(),
    /** The meeting whose follow link was opened; null for members. */
    meetingId: MeetingId.nullable(),
  })
  .meta({ id: 'Attendance' })
export type Attendance = z.infer<typeof Attendance>

/** GET /api/session, and the answer to POST: `attendances` with what was opened last first. `setUp` is false until a first group exists. */
export const SessionView = z
  .object({ setUp: z.boolean(), attendances: z.array(Attendance) })
  .meta({ id: 'SessionView' })
export type SessionView = z.infer<typeof SessionView>

/**
 * POST /api/groups: the first-run page. It makes the group with a chair's and a secretariat's seat, its first meeting and
 * topics, and signs its sender in as secretariat. `setupCode` is printed in the server's terminal.
 */
export const SetUpRequest = z
  .object({
    setupCode: z.string().max(100),
    name: oneLine(160),
    parentBody: oneLineOrEmpty(160),
    mandate: paragraphsOrEmpty(5000),
    meeting: z.object({
      title: oneLine(120),
      place: oneLineOrEmpty(120),
      days: z
        .array(z.object({ date: CalendarDay, title: oneLine(120), phase: Phase }))
        .min(1)
        .max(30),
    }),
    topics: z.array(oneLine(160)).max(26),
    delegations: z
      .array(z.object({ name: oneLine(80), code: oneLine(8), stakeholderGroup: StakeholderGroup }))
      .max(200),
  })
  .meta({ id: 'SetUpRequest' })
export type SetUpRequest = z.infer<typeof SetUpRequest>

/** A personal link, shown once: only its hash is kept. */
export const PersonalLink = z
  .object({ memberId: MemberId, link: z.url(), expiresAt: Instant })
  .meta({ id: 'PersonalLink' })
export type PersonalLink = z.infer<typeof PersonalLink>

/** A meeting's public follow link. */
export const FollowLink = z
  .object({ meetingId: MeetingId, link: z.url(), open: z.boolean() })
  .meta({ id: 'FollowLink' })
export type FollowLink = z.infer<typeof FollowLink>

/** The stored epoch changes when a backup is restored or words get another form: local copies from before must not merge back. */
export const StoreEpoch = z
  .string()
  .regex(/^[a-z0-9]{8,32}$/)
  .meta({ id: 'StoreEpoch' })

/** Header of a command: of which store the record was on which it was decided. Another store refuses it with `other-epoch`. */
export const epochHeader = 'Adref-Epoch'

/** GET /api/groups/:groupId/record */
export const RecordView = z
  .object({ state: RecordState, you: Attendance, epoch: StoreEpoch })
  .meta({ id: 'RecordView' })
export type RecordView = z.infer<typeof RecordView>

/** The answer to an accepted command: what it caused. A repeated key gets the same answer again. */
export const CommandAnswer = z
  .object({ sequence: z.number().int(), events: z.array(RecordedEvent) })
  .meta({ id: 'CommandAnswer' })
export type CommandAnswer = z.infer<typeof CommandAnswer>

/** GET /api/groups/:groupId/record/history: newest first, at most `limit` events before sequence `before`. */
export const HistoryQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const HistoryView = z
  .object({ events: z.array(RecordedEvent), more: z.boolean() })
  .meta({ id: 'HistoryView' })
export type HistoryView = z.infer<typeof HistoryView>

/** Who has the room open now, by seat; readers without a delegation are counted, not named. */
export const RoomPresence = z
  .object({
    seats: z.array(z.object({ seatId: SeatId, connections: z.number().int().min(1) })),
    following: z.number().int().min(0),
  })
  .meta({ id: 'RoomPresence' })
export type RoomPresence = z.infer<typeof RoomPresence>

/** GET /api/texts/:textId as JSON. */
export const TextView = z
  .object({
    textId: TextId,
    groupId: GroupId,
    at: Instant,
    content: TextContent,
    digest: z.string(),
  })
  .meta({ id: 'TextView' })
export type TextView = z.infer<typeof TextView>

/** GET /api/texts/:textId/at?time=…: the words at a past moment. */
export const TextAtQuery = z.object({ time: Instant })

/** GET /api/texts/:textId/authors: whose words bear which Yjs client id; null is the installation's (an import, a copy). */
export const TextAuthors = z
  .object({
    textId: TextId,
    authors: z.array(z.object({ clientId: z.number().int(), memberId: MemberId.nullable() })),
  })
  .meta({ id: 'TextAuthors' })
export type TextAuthors = z.infer<typeof TextAuthors>

/**
 * GET /api/texts/:textId/attribution: who wrote what stands in a text. A letter is the author's of its client id, or, where `copies` has
 * it, of the letter that it is a copy of, and so on. `version` grows while the server runs.
 */
export const TextAttribution = z
  .object({
    textId: TextId,
    version: z.number().int().min(0),
    authors: TextAuthors.shape.authors,
    copies: z.array(CopyRange),
  })
  .meta({ id: 'TextAttribution' })
export type TextAttribution = z.infer<typeof TextAttribution>

/** GET /api/groups/:groupId/brackets: how many square brackets each text has, and how many all had through the meeting day. */
export const BracketCounts = z
  .object({
    /** When the day was opened; null before the first. */
    openedAt: Instant.nullable(),
    texts: z.array(
      z.object({
        textId: TextId,
        now: z.number().int().min(0),
        /** When the day was opened, or when the text came if it came later. */
        atOpening: z.number().int().min(0),
      }),
    ),
    /** All texts but amendments together, at the moments at which the count changed; empty before the first day. */
    curve: z.array(BracketMoment),
    countedAt: Instant,
  })
  .meta({ id: 'BracketCounts' })
export type BracketCounts = z.infer<typeof BracketCounts>
