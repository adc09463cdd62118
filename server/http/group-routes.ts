/** The first-run page's request: the first group of an empty installation. */
import { Router } from 'express'
import { type SessionView, SetUpRequest } from '#shared/protocol/api'
import { draftSetUp } from '../record/set-up.ts'
import type { HttpContext } from './context.ts'
import { fieldErrors, sendProblem, sendRefusal } from './problem.ts'
import { setSessionCookie } from './sign-in.ts'

export function groupRoutes({ records, identity, isSecure }: HttpContext): Router {
  const router = Router()
  router.post('/api/groups', async (request, response) => {
    if (records.groups().length > 0) return sendProblem(response, 'already-set-up')
    const body = SetUpRequest.safeParse(request.body)
    if (!body.success) return sendProblem(response, 'malformed-request', fieldErrors(body.error))
    const { setupCode, ...asked } = body.data
    if (!identity.isSetupCode(setupCode)) return sendProblem(response, 'setup-code-wrong')
    const codes = asked.delegations.flatMap(({ name, code }) => [`name ${name}`, `code ${code}`])
    if (new Set(codes).size < codes.length)
      return sendProblem(response, 'malformed-request', [
        { field: 'delegations', message: 'two delegations have the same name or code' },
      ])
    const drafted = await draftSetUp(records, asked)
    if (!drafted.ok) return sendRefusal(response, drafted.refusal)
    const { groupId, secretariat: memberId } = drafted.value.made
    // The sign-in is on disk before the group, so that no group is made that nobody can open.
    const sessionToken = await identity.startSession({
      by: 'member',
      groupId,
      memberId,
      linkGeneration: 1,
    })
    if (records.groups().length > 0) return sendProblem(response, 'already-set-up')
    await records.adopt(drafted.value)
    // The code opens nothing any more: if the disk refuses now, that changes nothing.
    await identity.endSetup().catch(() => undefined)
    setSessionCookie(response, sessionToken, isSecure)
    const signIn = identity.signInBySession(sessionToken)
    const view: SessionView = {
      setUp: true,
      attendances: signIn ? identity.attendances(signIn) : [],
    }
    return response.status(201).json(view)
  })
  return router
}
