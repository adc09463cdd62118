/** What a delegation holds open by brackets of its own. Its amendments and what is asked of it are in the record. */
import { setImmediate } from 'node:timers/promises'
import { Router } from 'express'
import { bracketsOf } from '#shared/brackets/brackets'
import type { OwnBrackets } from '#shared/protocol/own-brackets'
import { standingAlternatives } from '#shared/record/decide-resolution'
import { delegationOf } from '#shared/record/labels'
import { refuse } from '#shared/record/refusal'
import type { RecordState } from '#shared/record/state'
import { isDecided } from '#shared/record/text-right'
import type { HttpContext } from './context.ts'
import { sendRefusal } from './problem.ts'
import { readingsOf } from './readings.ts'
import { groupRequest } from './sign-in.ts'

/** In characters. */
const longestWords = 240
/** Of one delegation: what is beyond is in the texts. */
const most = 500

type Brackets = OwnBrackets['brackets']

export function ownBracketsRoutes({
  records,
  rooms,
  identity,
  isSecure,
  memberPace,
}: HttpContext): Router {
  const router = Router()

  /** All brackets that somebody wants. Texts are read one after the other, so that typing goes on in between. */
  const readingOf = readingsOf(async (state: RecordState): Promise<Brackets> => {
    const brackets: Brackets[number][] = []
    for (const { recommendationIds } of state.topics)
      for (const recommendationId of recommendationIds) {
        const recommendation = state.recommendations[recommendationId]
        if (!recommendation || isDecided(recommendation.status)) continue
        const alternatives = standingAlternatives(state, recommendation)
        for (const textId of [
          recommendation.majorityTextId,
          ...alternatives.map((each) => each.textId),
        ]) {
          for (const { bracketId, sponsors, reason, words, isEmpty } of bracketsOf(
            rooms.contentOf(textId),
          ))
            if (sponsors !== '' && !isEmpty)
              brackets.push({
                recommendationId,
                textId,
                bracketId,
                sponsors,
                reason,
                words: words.slice(0, longestWords),
              })
          await setImmediate()
        }
      }
    return brackets
  })

  router.get('/api/groups/:groupId/own-brackets', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return undefined
    const state = records.stateOf(asked.groupId)
    if (!state) return sendRefusal(response, refuse('group-unknown'))
    const { actor } = asked
    const own = actor.by === 'member' && delegationOf(state, actor.delegationId)?.code
    if (!own) return sendRefusal(response, refuse('no-delegation'))
    const all = await readingOf(asked.groupId, state)
    const brackets = all.filter(({ sponsors }) => sponsors.split(', ').includes(own)).slice(0, most)
    return response.set('Cache-Control', 'no-store').json({ brackets } satisfies OwnBrackets)
  })
  return router
}
