/** Signing in by a link, who am I, signing out. */
import { Router } from 'express'
import { type SessionView, SignInRequest } from '#shared/protocol/api'
import { addressOf } from './address.ts'
import type { HttpContext } from './context.ts'
import { isNamed, malformedMember, namedMember } from './named-member.ts'
import { fieldErrors, sendProblem, sendTooMany } from './problem.ts'
import { clearSessionCookie, cookieToken, setSessionCookie, signInOf } from './sign-in.ts'

export function sessionRoutes({
  identity,
  records,
  rooms,
  metrics,
  isSecure,
  trustedProxies,
}: HttpContext): Router {
  const router = Router()

  router.get('/api/session', (request, response) => {
    const signIn = signInOf(request, identity, isSecure)
    const view: SessionView = {
      setUp: records.groups().length > 0,
      attendances: signIn ? identity.attendances(signIn) : [],
    }
    response.set('Cache-Control', 'no-store').json(view)
  })

  router.post('/api/session', async (request, response) => {
    const body = SignInRequest.safeParse(request.body)
    if (!body.success) return sendProblem(response, 'link-invalid', fieldErrors(body.error))
    const known = cookieToken(request, isSecure)
    const opened = await identity.open(
      body.data.token,
      known === undefined ? undefined : identity.signInBySession(known),
      body.data.inPlaceOf,
      addressOf(request, trustedProxies),
    )
    if (!opened.ok) {
      if (opened.problem === 'signed-in-as-another') {
        const { present, offered } = opened
        return sendProblem(response, opened.problem, undefined, { present, offered })
      }
      if (opened.problem !== 'too-many-requests') return sendProblem(response, opened.problem)
      metrics.turnedAway('sign-ins')
      return sendTooMany(response, opened.wait ?? 0)
    }
    metrics.signedIn(opened.by)
    if (opened.changed) rooms.rightsChanged(opened.changed)
    setSessionCookie(response, opened.sessionToken, isSecure)
    const signIn = identity.signInBySession(opened.sessionToken)
    const view: SessionView = {
      setUp: true,
      attendances: signIn ? identity.attendances(signIn) : [],
    }
    return response.status(201).json(view)
  })

  router.delete('/api/session', async (request, response) => {
    const token = cookieToken(request, isSecure)
    const signIn = token === undefined ? undefined : identity.signInBySession(token)
    const named = namedMember(request)
    if (named === 'malformed') return sendProblem(response, 'malformed-request', malformedMember)
    // A page whose browser is somebody else's now does not sign them out.
    const isTheirs = signIn && identity.attendances(signIn).some((each) => isNamed(each, named))
    if (signIn && named !== undefined && !isTheirs) return sendProblem(response, 'another-member')
    const groups = token === undefined ? [] : await identity.signOut(token)
    for (const groupId of groups) rooms.rightsChanged(groupId)
    clearSessionCookie(response, isSecure)
    return response.status(204).end()
  })

  return router
}
