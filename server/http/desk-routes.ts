/** The chair's desk: what the words leave open. The rest of what it shows is in the record. */
import { setImmediate } from 'node:timers/promises'
import { Router } from 'express'
import type { DeskView } from '#shared/protocol/desk'
import { openInWords } from '#shared/record/open-matters'
import { mayReadDesk } from '#shared/record/policy'
import { refuse } from '#shared/record/refusal'
import type { RecordState } from '#shared/record/state'
import { isDecided } from '#shared/record/text-right'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { readingsOf } from './readings.ts'
import { jsonOnce } from './record-answers.ts'
import { groupRequest } from './sign-in.ts'

export function deskRoutes({
  records,
  rooms,
  identity,
  isSecure,
  memberPace,
}: HttpContext): Router {
  const router = Router()

  /** Reads one text after the other, and lets typing go on in between. */
  const read = async (state: RecordState): Promise<DeskView> => {
    const recommendations: DeskView['recommendations'] = []
    for (const { recommendationId, majorityTextId, status } of Object.values(
      state.recommendations,
    )) {
      if (isDecided(status)) continue
      const { brackets, missing } = openInWords(rooms.contentOf(majorityTextId))
      recommendations.push({ recommendationId, brackets, missing: [...missing] })
      await setImmediate()
    }
    return { recommendations }
  }

  const readingOf = readingsOf(read)

  router.get('/api/groups/:groupId/desk', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return undefined
    if (!mayReadDesk(asked.actor)) return sendRefusal(response, refuse('role-may-not'))
    const state = records.stateOf(asked.groupId)
    if (!state) return sendRefusal(response, refuse('group-unknown'))
    const view = await readingOf(asked.groupId, state)
    return response.set('Cache-Control', 'no-store').type('json').send(jsonOnce(view))
  })
  return router
}
