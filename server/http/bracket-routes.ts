/** How many square brackets the texts of a group have, now and through the meeting day. */
import { Router } from 'express'
import type { BracketMoment } from '#shared/domain/bracket-moment'
import type { GroupId } from '#shared/domain/ids'
import type { BracketCounts } from '#shared/protocol/api'
import { refuse } from '#shared/record/refusal'
import type { RecordState } from '#shared/record/state'
import { textRight } from '#shared/record/text-right'
import { bracketCurve } from '#shared/text/bracket-curve'
import { bracketCounter } from '../record/bracket-counts.ts'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { groupRequest } from './sign-in.ts'

export function bracketRoutes({
  records,
  rooms,
  store,
  identity,
  isSecure,
  memberPace,
}: HttpContext): Router {
  const router = Router()
  const countsOf = bracketCounter(store, (textId) => rooms.changesOf(textId))
  const openings = new Map<GroupId, { readonly day: string; readonly at: string | null }>()

  const openedAt = (groupId: GroupId, { session }: RecordState): string | null => {
    const day = JSON.stringify(session)
    const known = openings.get(groupId)
    if (known?.day === day) return known.at
    const opening = store
      .readEvents(groupId)
      .findLast(({ event }) => event.type === 'meeting-day-opened')
    const at = opening?.at ?? null
    openings.set(groupId, { day, at })
    return at
  }

  router.get('/api/groups/:groupId/brackets', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return
    const { groupId, actor } = asked
    const state = records.stateOf(groupId)
    if (!state) {
      sendRefusal(response, refuse('group-unknown'))
      return
    }
    await rooms.settled()
    const at = openedAt(groupId, state)
    const texts: BracketCounts['texts'] = []
    const days: (readonly BracketMoment[])[] = []
    for (const { textId, kind } of Object.values(state.texts)) {
      if (textRight(state, actor, textId) === 'none') continue
      const { first, moments } = await countsOf(textId, at)
      texts.push({ textId, now: moments.at(-1)?.count ?? first, atOpening: first })
      // An amendment repeats the brackets of its base.
      if (kind !== 'amendment') days.push(moments)
    }
    const counts: BracketCounts = {
      openedAt: at,
      texts,
      curve: at === null ? [] : bracketCurve(days),
      countedAt: new Date().toISOString(),
    }
    response.set('Cache-Control', 'no-store').json(counts)
  })

  return router
}
