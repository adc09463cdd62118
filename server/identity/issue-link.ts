/**
 * A new personal link for a member, who may be the one who asks. The link's generation is on the record, its token in the
 * register: the register is written first, so that a crash in between leaves the link that the member has in force.
 */
import { randomBytes } from 'node:crypto'
import { CommandId, type GroupId, type MemberId, mintId } from '#shared/domain/ids'
import { ok, type Result } from '#shared/record/refusal'
import type { Actor } from '#shared/record/state'
import type { Records } from '../record/records.ts'
import { newToken, tokenHash } from './link-token.ts'
import type { Register, RegisterData, SignedIn } from './register.ts'

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

/** `expiry` gives the instant at which a link that is made now ends. */
export function openLinkIssue(
  register: Register,
  records: Records,
  expiry: () => string,
): IssueLink {
  const issue: IssueLink = async (groupId, memberId, actor, asking) => {
    const before = records.headOf(groupId)?.members[memberId]?.linkGeneration ?? 0
    const linkGeneration = before + 1
    const token = newToken()
    const expiresAt = expiry()
    /** Moves the member's places in the browser that asks from the link of one generation to that of another. */
    const move = ({ sessions }: RegisterData, from: number, to: number) => {
      const isTheirs = (each: SignedIn) =>
        each.by === 'member' &&
        each.groupId === groupId &&
        each.memberId === memberId &&
        each.linkGeneration === from
      const own = asking ? [asking.sessionKey] : []
      for (const hash of own.flatMap((each) => [each, ...(sessions[each]?.formers ?? [])])) {
        const session = sessions[hash]
        if (!session) continue
        const signedIn = session.signedIn.map((each) =>
          isTheirs(each) ? { ...each, linkGeneration: to } : each,
        )
        sessions[hash] = { ...session, signedIn }
      }
    }
    await register.change((draft) => {
      draft.personalLinks[tokenHash(token)] = { groupId, memberId, linkGeneration, expiresAt }
      move(draft, before, linkGeneration)
    })
    const takeBack = () =>
      register.settle((draft) => {
        delete draft.personalLinks[tokenHash(token)]
        move(draft, linkGeneration, before)
      })
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

/**
 * Lets go of links that were on their way to the record when the server stopped, those of a group that never came to be among
 * them: those before them are in force.
 */
export async function endUnfinishedLinks(register: Register, records: Records): Promise<void> {
  const newest = ({ groupId, memberId }: { readonly groupId: GroupId; memberId: MemberId }) =>
    records.headOf(groupId)?.members[memberId]?.linkGeneration ?? 0
  const isAhead = (each: SignedIn) => each.by === 'member' && each.linkGeneration > newest(each)
  const { personalLinks, sessions } = register.data
  const links = Object.entries(personalLinks).filter(
    ([, link]) => link.linkGeneration > newest(link),
  )
  const ahead = Object.entries(sessions).filter(([, { signedIn }]) => signedIn.some(isAhead))
  if (links.length === 0 && ahead.length === 0) return
  await register.settle((draft) => {
    for (const [hash] of links) delete draft.personalLinks[hash]
    for (const [hash, session] of ahead)
      draft.sessions[hash] = {
        ...session,
        signedIn: session.signedIn.map((each) =>
          each.by === 'member' && isAhead(each) ? { ...each, linkGeneration: newest(each) } : each,
        ),
      }
  })
}
