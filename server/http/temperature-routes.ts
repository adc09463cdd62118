/** Temperature checks over HTTP; the picture goes out on the record's event stream, but is no event of the record. */
import { Router } from 'express'
import { TemperatureAnswer, TemperatureCheckRequest } from '#shared/protocol/temperature'
import { mayConductTemperatureCheck } from '#shared/record/policy'
import { refuse } from '#shared/record/refusal'
import type { HttpContext } from './context.ts'
import { fieldErrors, sendProblem, sendRefusal } from './problem.ts'
import { groupRequest } from './sign-in.ts'

export function temperatureRoutes(context: HttpContext): Router {
  const { records, identity, isSecure, temperatureChecks, memberPace } = context
  const router = Router()
  const address = '/api/groups/:groupId/temperature-check'

  router.post(address, (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isActTooFast(asked, response)) return undefined
    if (!mayConductTemperatureCheck(asked.actor))
      return sendRefusal(response, refuse('role-may-not'))
    const body = TemperatureCheckRequest.safeParse(request.body)
    if (!body.success) return sendProblem(response, 'malformed-request', fieldErrors(body.error))
    const { recommendationId } = body.data
    if (!records.stateOf(asked.groupId)?.recommendations[recommendationId])
      return sendRefusal(response, refuse('recommendation-unknown'))
    temperatureChecks.open(asked.groupId, recommendationId)
    return response.status(204).end()
  })

  router.put(`${address}/answer`, (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isActTooFast(asked, response)) return undefined
    const { actor, groupId } = asked
    if (actor.by !== 'member' || actor.role !== 'delegate')
      return sendRefusal(response, refuse('role-may-not'))
    if (actor.delegationId === null) return sendRefusal(response, refuse('no-delegation'))
    const body = TemperatureAnswer.safeParse(request.body)
    if (!body.success) return sendProblem(response, 'malformed-request', fieldErrors(body.error))
    return temperatureChecks.answer(groupId, actor.delegationId, body.data.stance)
      ? response.status(204).end()
      : sendRefusal(response, refuse('no-temperature-check'))
  })

  router.delete(address, (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isActTooFast(asked, response)) return undefined
    if (!mayConductTemperatureCheck(asked.actor))
      return sendRefusal(response, refuse('role-may-not'))
    return temperatureChecks.end(asked.groupId)
      ? response.status(204).end()
      : sendRefusal(response, refuse('no-temperature-check'))
  })
  return router
}
