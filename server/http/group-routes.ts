/** The first-run page's request: the first group of an empty installation. */
import { Router } from 'express'
import { type SessionView, SetUpRequest } from '#shared/protocol/api'
import { setUpGroup } from '../record/set-up.ts'
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
    const made = await setUpGroup(records, asked)
    if (!made.ok) return sendRefusal(response, made.refusal)
    await identity.endSetup()
    const link = await identity.makePersonalLink(made.value.groupId, made.value.secretariat)
    const opened = link && (await identity.open(link.token, undefined))
    if (!opened?.ok) return sendProblem(response, 'internal')
    setSessionCookie(response, opened.sessionToken, isSecure)
    const signIn = identity.signInBySession(opened.sessionToken)
    const view: SessionView = {
      setUp: true,
      attendances: signIn ? identity.attendances(signIn) : [],
    }
    return response.status(201).json(view)
  })
  return router
}
