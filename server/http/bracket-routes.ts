/** How many square brackets the texts of a group have, now and through the meeting day. */
import { Router } from 'express'
import { bracketCurve } from '#shared/brackets/bracket-curve'
import type { BracketMoment } from '#shared/domain/bracket-moment'
import type { GroupId } from '#shared/domain/ids'
import type { Text } from '#shared/domain/text'
import type { BracketCounts } from '#shared/protocol/api'
import { refuse } from '#shared/record/refusal'
import { nameOfOnlooker, type RecordState } from '#shared/record/state'
import { textRight } from '#shared/record/text-right'
import { bracketCounter } from '../record/bracket-counts.ts'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { sendShared } from './shared-answers.ts'
import { groupRequest } from './sign-in.ts'

export function bracketRoutes(context: HttpContext): Router {
  const { records, rooms, store, identity, isSecure, memberPace, answers, turns } = context
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

  const count = async (
    groupId: GroupId,
    state: RecordState,
    shown: readonly Text[],
  ): Promise<Omit<BracketCounts, 'countedAt'>> => {
    const at = openedAt(groupId, state)
    const texts: BracketCounts['texts'] = []
    const days: (readonly BracketMoment[])[] = []
    for (const { textId, kind } of shown) {
      await turns.rest()
      const { first, moments } = await countsOf(textId, at)
      texts.push({ textId, now: moments.at(-1)?.count ?? first, atOpening: first })
      // An amendment repeats the brackets of its base.
      if (kind !== 'amendment') days.push(moments)
    }
    return { openedAt: at, texts, curve: at === null ? [] : bracketCurve(days) }
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
    const shown = Object.values(state.texts).filter(
      ({ textId }) => textRight(state, actor, textId) !== 'none',
    )
    const changes = shown.reduce((sum, { textId }) => sum + rooms.changesOf(textId), 0)
    const answer = await answers.of(
      `brackets ${groupId} ${nameOfOnlooker(actor)}`,
      `${store.epoch} ${state.sequence} ${changes}`,
      async () => [JSON.stringify(await count(groupId, state, shown)).slice(0, -1)],
    )
    const countedAt = `,"countedAt":${JSON.stringify(new Date().toISOString())}}`
    await sendShared(request, response.type('json'), answer, countedAt, '')
  })

  return router
}
