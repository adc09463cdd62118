/** Finds who sends a request: the session cookie, or a personal link's token as bearer or query parameter. */
import type { IncomingMessage } from 'node:http'
import type { Request, Response } from 'express'
import { GroupId, type MemberId } from '#shared/domain/ids'
import { LinkToken } from '#shared/protocol/api'
import { refuse } from '#shared/record/refusal'
import type { Actor } from '#shared/record/state'
import type { Identity, SignIn } from '../identity/identity.ts'
import { isNamed, malformedMember, namedMember } from './named-member.ts'
import { sendProblem, sendRefusal } from './problem.ts'

/** The cookie's name: browsers accept the prefixed one only over https and for the whole host. */
export const cookieName = (isSecure: boolean): string =>
  isSecure ? '__Host-adref_session' : 'adref_session'

/** The session token in the request's cookie. */
export function cookieToken(request: IncomingMessage, isSecure: boolean): string | undefined {
  const name = cookieName(isSecure)
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value !== undefined && LinkToken.safeParse(value).success) return value
  }
  return undefined
}

export function setSessionCookie(response: Response, token: string, isSecure: boolean): void {
  response.cookie(cookieName(isSecure), token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
    maxAge: 30 * 24 * 60 * 60 * 1000,
  })
}

export function clearSessionCookie(response: Response, isSecure: boolean): void {
  response.clearCookie(cookieName(isSecure), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    path: '/',
  })
}

/** Who sends this request; undefined when nobody that we know. `query` is for sockets, which cannot send headers. */
export function signInOf(
  request: IncomingMessage,
  identity: Identity,
  isSecure: boolean,
  query?: URLSearchParams,
): SignIn | undefined {
  const [scheme, bearer] = (request.headers.authorization ?? '').split(' ')
  const given = scheme?.toLowerCase() === 'bearer' ? bearer : query?.get('token')
  if (given !== undefined && given !== null) {
    const token = LinkToken.safeParse(given)
    return token.success ? identity.signInByLink(token.data) : undefined
  }
  const session = cookieToken(request, isSecure)
  return session === undefined ? undefined : identity.signInBySession(session)
}

/** Whether the request names nobody else; when it does, the answer has been sent. */
export function isForNamed(
  request: IncomingMessage,
  response: Response,
  signedIn: { readonly memberId: MemberId | null },
): boolean {
  const named = namedMember(request)
  if (named === 'malformed') sendProblem(response, 'malformed-request', malformedMember)
  else if (isNamed(signedIn, named)) return true
  else sendProblem(response, 'another-member')
  return false
}

/** A request by somebody who has a place in the group that its address names. */
export interface GroupRequest {
  readonly groupId: GroupId
  readonly signIn: SignIn
  readonly actor: Exclude<Actor, { by: 'installation' }>
}

/** Finds the group and the actor of a request; when there are none, the answer has been sent. */
export function groupRequest(
  request: Request,
  response: Response,
  identity: Identity,
  isSecure: boolean,
): GroupRequest | undefined {
  const signIn = signInOf(request, identity, isSecure)
  if (!signIn) {
    sendProblem(response, 'signed-out')
    return undefined
  }
  const groupId = GroupId.safeParse(request.params['groupId'])
  const actor = groupId.success ? identity.actorIn(signIn, groupId.data) : undefined
  if (!groupId.success || !actor || actor.by === 'installation') {
    sendRefusal(response, refuse('not-in-this-group'))
    return undefined
  }
  const memberId = actor.by === 'member' ? actor.memberId : null
  return isForNamed(request, response, { memberId })
    ? { groupId: groupId.data, signIn, actor }
    : undefined
}
