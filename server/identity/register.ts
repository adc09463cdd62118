/** The small readable register of an embedded installation: links, sessions, the set-up code. Kept by lowdb. */
import { join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { GroupId, MeetingId, MemberId } from '#shared/domain/ids'
import { Instant } from '#shared/domain/plain-string'
import { LinkToken } from '#shared/protocol/api'
import { release } from '../release.ts'
import { unknownForm } from '../store/opening.ts'
import { StorageRefuses } from '../store/store.ts'
import { DamagedJsonFile, DurableJsonFile, UnknownJsonFile } from './durable-json-file.ts'

/** The register exists but cannot be read. */
export class DamagedRegister extends Error {
  override readonly name = 'DamagedRegister'
}

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

const RegisterData = z.object({
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
export type RegisterData = z.infer<typeof RegisterData>

const blank: RegisterData = {
  version: 1,
  personalLinks: {},
  followLinks: [],
  sessions: {},
  setupCode: null,
}

export const registerFile = 'register.json'

export interface Register {
  /** What is on disk. */
  readonly data: RegisterData
  /**
   * Changes it. Resolves when the change is on disk; until then, and when the disk refuses, nobody sees anything of it. Rejects
   * with `StorageRefuses`. Changes that come while one is being written share the next write.
   */
  change<T>(apply: (draft: RegisterData) => T): Promise<T>
  /** Changes what is so whether or not the disk takes it: when it refuses, it is seen all the same, and written with what comes next. */
  settle(apply: (draft: RegisterData) => void): Promise<void>
}

interface Waiting {
  /** Makes the change, and gives back what tells that it is on disk. */
  readonly apply: (draft: RegisterData) => () => void
  readonly fail: (cause: Error) => void
}

/** A copy whose links and sessions can be put, replaced and deleted; none of them may be changed itself. */
const draftOf = (data: RegisterData): RegisterData => ({
  ...data,
  personalLinks: { ...data.personalLinks },
  followLinks: [...data.followLinks],
  sessions: { ...data.sessions },
})

/**
 * Opens the register of a data folder; nothing is changed by it. `lastRelease` tells which release wrote last in the folder.
 * Rejects with `DamagedRegister`, or `UnknownForm` when another release wrote it.
 */
export async function openRegister(
  dataFolder: string,
  lastRelease: () => Promise<string | undefined>,
): Promise<Register> {
  const file = join(dataFolder, registerFile)
  const kept = new Low(new DurableJsonFile(file, RegisterData), blank)
  try {
    await kept.read()
  } catch (cause) {
    if (!(cause instanceof DamagedJsonFile || cause instanceof UnknownJsonFile)) throw cause
    const last = cause instanceof UnknownJsonFile ? await lastRelease() : release
    if (last !== release) throw unknownForm(registerFile, last)
    throw new DamagedRegister(
      `${file} is damaged. Restore it from a backup, or move it away to start with no sign-ins.`,
      { cause },
    )
  }
  let data = kept.data
  const waiting: Waiting[] = []
  let isWriting = false

  const write = async (changes: readonly Waiting[]) => {
    const draft = draftOf(data)
    try {
      const settles = changes.map(({ apply }) => apply(draft))
      kept.data = draft
      await kept.write()
      data = draft
      for (const settle of settles) settle()
    } catch (cause) {
      const refuses = new StorageRefuses('The disk refused the write.', { cause })
      for (const { fail } of changes) fail(refuses)
    }
  }
  const writeWaiting = async () => {
    if (isWriting) return
    isWriting = true
    while (waiting.length > 0) await write(waiting.splice(0))
    isWriting = false
  }
  return {
    get data() {
      return data
    },
    change: (change) =>
      new Promise((settle, fail) => {
        const apply = (draft: RegisterData) => {
          const answer = change(draft)
          return () => settle(answer)
        }
        waiting.push({ apply, fail })
        void writeWaiting()
      }),
    settle: (change) =>
      new Promise((settle) => {
        const apply = (draft: RegisterData) => {
          change(draft)
          return settle
        }
        const fail = () => {
          const draft = draftOf(data)
          change(draft)
          data = draft
          settle()
        }
        waiting.push({ apply, fail })
        void writeWaiting()
      }),
  }
}
