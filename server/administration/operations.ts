/** What an administrator can do from the command line, as requests with schemas: the same on a running and a stopped server. */
import { z } from 'zod'
import { GroupId, MeetingId, MemberId, TextId } from '#shared/domain/ids'
import { SeatRole, StakeholderGroup } from '#shared/domain/member'
import { Instant, oneLine, oneLineOrEmpty, paragraphsOrEmpty } from '#shared/domain/plain-string'

export const Operation = z.discriminatedUnion('operation', [
  z.object({ operation: z.literal('list-groups') }),
  z.object({
    operation: z.literal('create-group'),
    name: oneLine(160),
    parentBody: oneLineOrEmpty(160),
    mandate: paragraphsOrEmpty(5000),
    meeting: oneLine(120),
    topics: z.array(oneLine(160)).max(26),
  }),
  z.object({ operation: z.literal('list-seats'), groupId: GroupId }),
  z.object({
    operation: z.literal('invite'),
    groupId: GroupId,
    role: SeatRole,
    title: oneLineOrEmpty(80),
    name: oneLineOrEmpty(80),
    delegation: z
      .object({
        name: oneLine(80),
        code: oneLineOrEmpty(8),
        stakeholderGroup: StakeholderGroup.nullable(),
      })
      .nullable(),
  }),
  z.object({ operation: z.literal('new-link'), groupId: GroupId, memberId: MemberId }),
  z.object({ operation: z.literal('revoke-link'), groupId: GroupId, memberId: MemberId }),
  z.object({ operation: z.literal('remove-member'), groupId: GroupId, memberId: MemberId }),
  z.object({
    operation: z.literal('follow-link'),
    groupId: GroupId,
    meetingId: MeetingId.nullable(),
    open: z.boolean().nullable(),
  }),
  z.object({ operation: z.literal('backup'), folder: z.string().min(1) }),
  z.object({ operation: z.literal('check') }),
  z.object({
    operation: z.literal('repair'),
    textId: TextId,
    memberId: MemberId.nullable(),
    from: Instant.nullable(),
    until: Instant.nullable(),
    reason: paragraphsOrEmpty(2000),
    /** Without it the answer tells what would be taken out, and nothing is changed. */
    apply: z.boolean(),
  }),
])
export type Operation = z.infer<typeof Operation>

/** Lines to print, or one line that says why not. */
export const OperationAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), lines: z.array(z.string()) }),
  z.object({ ok: z.literal(false), complaint: z.string() }),
])
export type OperationAnswer = z.infer<typeof OperationAnswer>

export const done = (...lines: string[]): OperationAnswer => ({ ok: true, lines })
export const cannot = (complaint: string): OperationAnswer => ({ ok: false, complaint })
