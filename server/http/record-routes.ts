/** Commands in, and the record out: the state now, its history, and what follows as server-sent events. */
import { Router } from 'express'
import { z } from 'zod'
import { CommandId } from '#shared/domain/ids'
import { type CommandAnswer, epochHeader, HistoryQuery } from '#shared/protocol/api'
import { sequenceAt } from '#shared/protocol/event-place'
import { epochParameter } from '#shared/protocol/frames'
import { eventFor } from '#shared/record/audience'
import { Command } from '#shared/record/command'
import { refuse } from '#shared/record/refusal'
import { openFairPlaces } from '../sync/fair-places.ts'
import { addressOf } from './address.ts'
import type { HttpContext } from './context.ts'
import { openPlaces } from './places.ts'
import { fieldErrors, sendProblem, sendRefusal, sendTooMany } from './problem.ts'
import { historyAnswer, stateAnswer } from './record-answers.ts'
import { sendNews, streamRecord } from './record-stream.ts'
import { sendShared } from './shared-answers.ts'
import { groupRequest } from './sign-in.ts'

/** Whoever has too many streams may try again after so many milliseconds. */
const comeBack = 5000
/** Streams of one member, and of one follow-link sign-in: a browser has one. */
const mostStreams = 30
/** Streams of all readers of follow links together: the address with the most gives way. */
const mostFollowing = 5000

const keyUsed = {
  field: 'Idempotency-Key',
  message: 'was used for another command, or by another member',
}

const LastEventId = z.string().default('0').transform(sequenceAt)

export function recordRoutes(context: HttpContext): Router {
  const { records, identity, isSecure, metrics, memberPace } = context
  const router = Router()
  const own = openPlaces(mostStreams)
  const following = openFairPlaces(context.followers ?? mostFollowing)
  const isOfOtherStore = (epoch: unknown) =>
    typeof epoch === 'string' && epoch !== context.store.epoch

  router.post('/api/groups/:groupId/commands', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isActTooFast(asked, response)) return undefined
    if (isOfOtherStore(request.get(epochHeader))) return sendProblem(response, 'other-epoch')
    const key = CommandId.safeParse(request.get('Idempotency-Key'))
    if (!key.success)
      return sendRefusal(response, refuse('malformed-command'), [
        { field: 'Idempotency-Key', message: 'must be an id that starts with cmd_' },
      ])
    const command = Command.safeParse(request.body)
    if (!command.success)
      return sendRefusal(response, refuse('malformed-command'), fieldErrors(command.error))
    // By itself it would end the link that the member has, and make none.
    if (command.data.type === 'issue-link')
      return sendRefusal(response, refuse('malformed-command'), [
        { field: 'type', message: 'a link is made at /api/groups/…/members/…/link' },
      ])
    const { groupId, actor } = asked
    const result = await records.submit(groupId, actor, key.data, command.data)
    if (!result.ok) {
      const isUsed = result.refusal.code === 'key-used'
      return sendRefusal(response, result.refusal, isUsed ? [keyUsed] : undefined)
    }
    // A member repeats an act perhaps on another seat, and gets what they themselves may see now.
    const { sequence, events } = result.value
    const answer: CommandAnswer = { sequence, events: events.map((each) => eventFor(each, actor)) }
    return response.json(answer)
  })

  router.get('/api/groups/:groupId/record', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return undefined
    const answer = await stateAnswer(context, asked)
    if (!answer) return sendRefusal(response, refuse('group-unknown'))
    return sendShared(request, response.type('json'), answer.shared, answer.own)
  })

  router.get('/api/groups/:groupId/record/history', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return undefined
    const query = HistoryQuery.safeParse(request.query)
    if (!query.success) return sendProblem(response, 'malformed-request', fieldErrors(query.error))
    const { before, limit } = query.data
    const answer = await historyAnswer(context, asked, before, limit)
    return sendShared(request, response.type('json'), answer)
  })

  router.get('/api/groups/:groupId/record/events', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked || memberPace.isQuestionTooFast(asked, request, response)) return undefined
    const after = LastEventId.safeParse(request.get('Last-Event-ID') ?? request.query['after'])
    if (after.data === undefined)
      return sendProblem(response, 'malformed-request', [
        { field: 'Last-Event-ID', message: 'must be the id of an event' },
      ])
    // A record of another store, or in another form, is no beginning of this one: its reader gets the whole state.
    const from = isOfOtherStore(request.query[epochParameter])
      ? Number.POSITIVE_INFINITY
      : after.data
    if (request.accepts(['text/event-stream', 'application/json']) === 'application/json')
      return sendNews(context, asked, from, request, response)
    const isFollowing = asked.actor.by === 'public'
    const leave = own.enter(
      asked.actor.by === 'public' ? asked.signIn.sessionKey : asked.actor.memberId,
    )
    const stopFollowing = isFollowing
      ? following.enter(addressOf(request, context.trustedProxies), () => response.end())
      : () => undefined
    if (!leave || !stopFollowing) {
      leave?.()
      stopFollowing?.()
      metrics.turnedAway('record-streams')
      return sendTooMany(response, comeBack)
    }
    metrics.streamed(1)
    response.on('close', () => {
      leave()
      stopFollowing()
      metrics.streamed(-1)
    })
    return streamRecord(context, asked, from, response)
  })

  return router
}
