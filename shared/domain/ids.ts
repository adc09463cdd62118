/** Opaque ids: nothing may be read out of them; the prefix only helps people who read logs. */
import { z } from 'zod'

const opaqueId = <P extends string>(prefix: P) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[a-z0-9]{8,32}$`), `must be an id that starts with ${prefix}_`)

export const GroupId = opaqueId('g').brand<'GroupId'>().meta({ id: 'GroupId' })
export type GroupId = z.infer<typeof GroupId>
export const DelegationId = opaqueId('dl').brand<'DelegationId'>().meta({ id: 'DelegationId' })
export type DelegationId = z.infer<typeof DelegationId>
export const SeatId = opaqueId('s').brand<'SeatId'>().meta({ id: 'SeatId' })
export type SeatId = z.infer<typeof SeatId>
export const MemberId = opaqueId('m').brand<'MemberId'>().meta({ id: 'MemberId' })
export type MemberId = z.infer<typeof MemberId>
export const MeetingId = opaqueId('mt').brand<'MeetingId'>().meta({ id: 'MeetingId' })
export type MeetingId = z.infer<typeof MeetingId>
export const TopicId = opaqueId('tp').brand<'TopicId'>().meta({ id: 'TopicId' })
export type TopicId = z.infer<typeof TopicId>
export const RecommendationId = opaqueId('r')
  .brand<'RecommendationId'>()
  .meta({ id: 'RecommendationId' })
export type RecommendationId = z.infer<typeof RecommendationId>
export const TextId = opaqueId('t').brand<'TextId'>().meta({ id: 'TextId' })
export type TextId = z.infer<typeof TextId>
export const ThreadId = opaqueId('th').brand<'ThreadId'>().meta({ id: 'ThreadId' })
export type ThreadId = z.infer<typeof ThreadId>
export const CommentId = opaqueId('c').brand<'CommentId'>().meta({ id: 'CommentId' })
export type CommentId = z.infer<typeof CommentId>
export const DocumentId = opaqueId('doc').brand<'DocumentId'>().meta({ id: 'DocumentId' })
export type DocumentId = z.infer<typeof DocumentId>
export const BridgeId = opaqueId('bg').brand<'BridgeId'>().meta({ id: 'BridgeId' })
export type BridgeId = z.infer<typeof BridgeId>
/** The id of one command: also its idempotency key. */
export const CommandId = opaqueId('cmd').brand<'CommandId'>().meta({ id: 'CommandId' })
export type CommandId = z.infer<typeof CommandId>

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Makes an opaque id from random bytes (at least 16; randomness is an argument because `shared/` is pure).
 * Throws when the schema is not an id schema of this file.
 */
export function mintId<T>(
  schema: { parse(value: unknown): T },
  prefix: string,
  random: Uint8Array,
): T {
  let tail = ''
  for (const byte of random) tail += alphabet[byte % alphabet.length]
  return schema.parse(`${prefix}_${tail.slice(0, 32)}`)
}
