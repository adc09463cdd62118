/** The small readable register of an embedded installation: links, sessions, the set-up code. Kept by lowdb. */
import { join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { GroupId, MeetingId, MemberId } from '#shared/domain/ids'
import { Instant } from '#shared/domain/plain-string'
import { LinkToken } from '#shared/protocol/api'
import { DurableJsonFile } from './durable-json-file.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** A sign-in to one group: as a member, by the link of that generation, or as a reader by a follow link. */
export const SignedIn = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('member'),
    groupId: GroupId,
    memberId: MemberId,
    linkGeneration: z.number().int(),
  }),
  z.object({ by: z.literal('follow-link'), groupId: GroupId, meetingId: MeetingId }),
])
export type SignedIn = z.infer<typeof SignedIn>

export const Register = z.object({
  version: z.literal(1),
  /** By the hash of the token. */
  personalLinks: z.record(
    Hash,
    z.object({
      groupId: GroupId,
      memberId: MemberId,
      linkGeneration: z.number().int(),
      expiresAt: Instant,
    }),
  ),
  /** A follow link is public, so its token is kept as it is. */
  followLinks: z.array(z.object({ groupId: GroupId, meetingId: MeetingId, token: LinkToken })),
  /** `formers`: sessions of the same browser that this one followed; windows that were open go on with them. */
  sessions: z.record(
    Hash,
    z.object({
      expiresAt: Instant,
      signedIn: z.array(SignedIn),
      formers: z.array(Hash).default([]),
      /** A mark of the address that it was opened from, which tells nothing but which came from the same one. */
      from: z.string().optional(),
    }),
  ),
  setupCode: Hash.nullable(),
})
export type Register = z.infer<typeof Register>

const blank: Register = {
  version: 1,
  personalLinks: {},
  followLinks: [],
  sessions: {},
  setupCode: null,
}

export const registerFile = 'register.json'

/** Opens the register of a data folder. Throws `DamagedRegister`. */
export async function openRegister(dataFolder: string): Promise<Low<Register>> {
  const register = new Low(new DurableJsonFile(join(dataFolder, registerFile), Register), blank)
  await register.read()
  return register
}
