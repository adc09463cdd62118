/** The record's hash chain, line by line, for whoever checks it without this program. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { chainLineFor } from '#shared/protocol/chain-line'
import { readKept } from '#shared/record/chain'
import { nameOfOnlooker } from '#shared/record/state'
import type { HttpContext } from './context.ts'
import { openPlaces } from './places.ts'
import { sendTooMany } from './problem.ts'
import { type GroupRequest, groupRequest } from './sign-in.ts'

/** Events that are read from the store at once. */
const page = 200
/** Chains that one member, or one follow-link sign-in, reads at once. */
const mostChains = 2
/** Whoever reads too many may try again after so many milliseconds. */
const comeBack = 5000

/**
 * The lines of the chain up to its head at the start, a page at a time: a slow reader holds no more in memory, and whoever may see the same
 * reads the same pages.
 */
async function* pagesOf(
  { records, store, answers }: HttpContext,
  { groupId, actor }: GroupRequest,
): AsyncGenerator<Buffer> {
  const last = records.stateOf(groupId)?.sequence ?? 0
  for (let after = 0; after < last; after += page) {
    const upTo = Math.min(last, after + page)
    const { body } = await answers.of(
      `chain ${groupId} ${nameOfOnlooker(actor)} ${after}`,
      `${store.epoch} ${upTo}`,
      () =>
        store.readKept(groupId, { after, limit: upTo - after }).flatMap((each) => {
          const reading = readKept(each)
          return reading.ok ? [`${JSON.stringify(chainLineFor(each, reading.event, actor))}\n`] : []
        }),
    )
    yield body
  }
}

export function chainRoutes(context: HttpContext): Router {
  const { identity, isSecure, metrics, memberPace } = context
  const places = openPlaces(mostChains)
  const router = Router()
  router.get('/api/groups/:groupId/record/chain', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return undefined
    const leave = places.enter(
      asked.actor.by === 'public' ? asked.signIn.sessionKey : asked.actor.memberId,
    )
    if (!leave) {
      metrics.turnedAway('chains')
      return sendTooMany(response, comeBack)
    }
    response.on('close', leave)
    response.set({ 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' })
    try {
      await pipeline(Readable.from(pagesOf(context, asked), { highWaterMark: 1 }), response)
    } catch {
      // The reader has gone: nobody is left to be told.
      response.destroy()
    }
    return undefined
  })
  return router
}
