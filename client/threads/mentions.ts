/** Mentions in a comment: `@` and a delegation's name in the body, and the delegation beside it. */
import type { DelegationId } from '#shared/domain/ids'
import type { Delegation } from '#shared/domain/member'

/** The name that is being typed after an `@`, up to the caret; undefined when none is. */
export function mentionBefore(body: string, caret: number): string | undefined {
  return /(?:^|[\s(])@([^@\n]{0,40})$/u.exec(body.slice(0, caret))?.[1]
}

/** Delegations whose name or code goes on from what was typed; at most eight. */
export function completions(delegations: readonly Delegation[], typed: string): Delegation[] {
  const wanted = typed.toLocaleLowerCase()
  return delegations
    .filter(
      ({ name, code }) =>
        name.toLocaleLowerCase().startsWith(wanted) ||
        code.toLocaleLowerCase() === wanted ||
        name.toLocaleLowerCase().includes(` ${wanted}`),
    )
    .slice(0, 8)
}

/** A stretch of a comment's body: plain, or the mention of a delegation. */
export interface BodyPart {
  readonly at: number
  readonly words: string
  readonly delegation: Delegation | undefined
}

/** Cuts a body at the mentions that it was posted with; names in it that are no mentions stay plain words. */
export function bodyParts(
  body: string,
  mentions: readonly DelegationId[],
  delegations: readonly Delegation[],
): BodyPart[] {
  const named = delegations
    .filter(({ delegationId }) => mentions.includes(delegationId))
    .toSorted((a, b) => b.name.length - a.name.length)
  const parts: BodyPart[] = []
  let from = 0
  for (let at = body.indexOf('@'); at >= 0; at = body.indexOf('@', at + 1)) {
    const delegation = named.find(({ name }) => body.startsWith(name, at + 1))
    if (!delegation) continue
    if (at > from) parts.push({ at: from, words: body.slice(from, at), delegation: undefined })
    const end = at + 1 + delegation.name.length
    parts.push({ at, words: body.slice(at, end), delegation })
    from = end
  }
  if (from < body.length) parts.push({ at: from, words: body.slice(from), delegation: undefined })
  return parts
}

/** The mentions that a body still holds. */
export const keptMentions = (
  body: string,
  mentions: readonly DelegationId[],
  delegations: readonly Delegation[],
): DelegationId[] => [
  ...new Set(
    bodyParts(body, mentions, delegations).flatMap(({ delegation }) =>
      delegation ? [delegation.delegationId] : [],
    ),
  ),
]
