/**
 * A new personal link for a member, who may be the one who asks. The link's generation is on the record, its token in the
 * register: the register is written first, so that a crash in between leaves the link that the member has in force.
 */
import { randomBytes } from 'node:crypto'
import type { Low } from 'lowdb'
import { CommandId, type GroupId, type MemberId, mintId } from '#shared/domain/ids'
import { ok, type Result } from '#shared/record/refusal'
import type { Actor } from '#shared/record/state'
import type { Records } from '../record/records.ts'
import { newToken, tokenHash } from './link-token.ts'
import type { Register, SignedIn } from './register.ts'

/** A personal link that was just made: its token is shown once. */
export interface NewLink {
  readonly token: string
  readonly expiresAt: string
}

/** `asking` is the session that asks, when it is one: a member's own new link does not sign out the browser that made it. */
export type IssueLink = (
  groupId: GroupId,
  memberId: MemberId,
  actor: Actor,
  asking?: { readonly sessionKey: string },
) => Promise<Result<NewLink>>

type MemberPlace = Extract<SignedIn, { by: 'member' }>

/** `expiry` gives the instant at which a link that is made now ends. */
export function openLinkIssue(
  register: Low<Register>,
  records: Records,
  expiry: () => string,
): IssueLink {
  const { data } = register

  /** Places of the member in the browser that asks, by the link that they have now. */
  const placesOf = (sessionKey: string, groupId: GroupId, memberId: MemberId): MemberPlace[] => {
    const generation = records.headOf(groupId)?.members[memberId]?.linkGeneration
    const sessions = [sessionKey, ...(data.sessions[sessionKey]?.formers ?? [])]
    return sessions
      .flatMap((hash) => data.sessions[hash]?.signedIn ?? [])
      .flatMap((each) =>
        each.by === 'member' &&
        each.groupId === groupId &&
        each.memberId === memberId &&
        each.linkGeneration === generation
          ? [each]
          : [],
      )
  }

  const issue: IssueLink = async (groupId, memberId, actor, asking) => {
    const before = records.headOf(groupId)?.members[memberId]?.linkGeneration ?? 0
    const places = asking ? placesOf(asking.sessionKey, groupId, memberId) : []
    const token = newToken()
    const hash = tokenHash(token)
    const expiresAt = expiry()
    const setGeneration = (generation: number) => {
      data.personalLinks[hash] = { groupId, memberId, linkGeneration: generation, expiresAt }
      for (const place of places) place.linkGeneration = generation
    }
    const takeBack = async () => {
      setGeneration(before)
      delete data.personalLinks[hash]
      await register.write()
    }
    setGeneration(before + 1)
    await register.write()
    const commandId = mintId(CommandId, 'cmd', randomBytes(24))
    let issued: Awaited<ReturnType<Records['submit']>>
    try {
      issued = await records.submit(groupId, actor, commandId, { type: 'issue-link', memberId })
    } catch (cause) {
      await takeBack()
      throw cause
    }
    if (!issued.ok) {
      await takeBack()
      return issued
    }
    return ok({ token, expiresAt })
  }

  // One after the other: two that are made at once have different generations, and only the later one signs in.
  let last: Promise<unknown> = Promise.resolve()
  return (...asked) => {
    const issued = last.then(() => issue(...asked))
    last = issued.catch(() => undefined)
    return issued
  }
}

/** Lets go of links that were on their way to the record when the server stopped: those before them are in force. */
export function endUnfinishedLinks(data: Register, records: Records): void {
  const newest = ({ groupId, memberId }: { readonly groupId: GroupId; memberId: MemberId }) =>
    records.headOf(groupId)?.members[memberId]?.linkGeneration ?? 0
  for (const [hash, link] of Object.entries(data.personalLinks))
    if (link.linkGeneration > newest(link)) delete data.personalLinks[hash]
  for (const { signedIn } of Object.values(data.sessions))
    for (const place of signedIn)
      if (place.by === 'member')
        place.linkGeneration = Math.min(place.linkGeneration, newest(place))
}
