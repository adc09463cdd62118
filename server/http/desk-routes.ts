/** The chair's desk: what the words leave open. The rest of what it shows is in the record. */
import { Router } from 'express'
import type { DeskView } from '#shared/protocol/desk'
import { openInWords } from '#shared/record/open-matters'
import { mayReadDesk } from '#shared/record/policy'
import { refuse } from '#shared/record/refusal'
import { isDecided } from '#shared/record/text-right'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { groupRequest } from './sign-in.ts'

export function deskRoutes({ records, rooms, identity, isSecure }: HttpContext): Router {
  const router = Router()
  router.get('/api/groups/:groupId/desk', (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked) return undefined
    if (!mayReadDesk(asked.actor)) return sendRefusal(response, refuse('role-may-not'))
    const state = records.stateOf(asked.groupId)
    if (!state) return sendRefusal(response, refuse('group-unknown'))
    const view: DeskView = {
      recommendations: Object.values(state.recommendations)
        .filter(({ status }) => !isDecided(status))
        .map(({ recommendationId, majorityTextId }) => {
          const { brackets, missing } = openInWords(rooms.contentOf(majorityTextId))
          return { recommendationId, brackets, missing: [...missing] }
        }),
    }
    return response.set('Cache-Control', 'no-store').json(view)
  })
  return router
}
