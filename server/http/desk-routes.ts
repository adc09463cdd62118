/** The chair's desk: what the words leave open. The rest of what it shows is in the record. */
import { setImmediate } from 'node:timers/promises'
import { Router } from 'express'
import type { GroupId } from '#shared/domain/ids'
import type { DeskView } from '#shared/protocol/desk'
import { openInWords } from '#shared/record/open-matters'
import { mayReadDesk } from '#shared/record/policy'
import { refuse } from '#shared/record/refusal'
import type { RecordState } from '#shared/record/state'
import { isDecided } from '#shared/record/text-right'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { jsonOnce } from './record-answers.ts'
import { groupRequest } from './sign-in.ts'

/** So long, in milliseconds, one reading of all texts serves everybody at the table, unless the record goes on. */
const goodFor = 2000

interface Reading {
  readonly sequence: number
  readonly since: number
  readonly view: Promise<DeskView>
}

export function deskRoutes({
  records,
  rooms,
  identity,
  isSecure,
  memberPace,
}: HttpContext): Router {
  const router = Router()
  const readings = new Map<GroupId, Reading>()

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

  const readingOf = (groupId: GroupId, state: RecordState): Promise<DeskView> => {
    const known = readings.get(groupId)
    const { sequence } = state
    if (known?.sequence === sequence && performance.now() - known.since < goodFor) return known.view
    const view = read(state)
    readings.set(groupId, { sequence, since: performance.now(), view })
    view.catch(() => readings.delete(groupId))
    return view
  }

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
