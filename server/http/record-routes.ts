/** Commands in, and the record out: the state now, its history, and what follows as server-sent events. */
import { type Response, Router } from 'express'
import { z } from 'zod'
import { CommandId, type GroupId } from '#shared/domain/ids'
import {
  type CommandAnswer,
  HistoryQuery,
  type HistoryView,
  type RecordView,
} from '#shared/protocol/api'
import { eventFor, stateFor } from '#shared/record/audience'
import { Command } from '#shared/record/command'
import type { RecordedEvent } from '#shared/record/event'
import { refuse } from '#shared/record/refusal'
import type { HttpContext } from './context.ts'
import { openPlaces } from './places.ts'
import { fieldErrors, sendProblem, sendRefusal, sendTooMany } from './problem.ts'
import { type GroupRequest, groupRequest } from './sign-in.ts'

/** A gap longer than this is answered by the whole state instead of its events. */
const longestReplay = 500
/** A stream says something at least this often, in milliseconds, so that proxies keep it open. */
const heartbeat = 15_000
/** Whoever has too many streams may try again after so many milliseconds. */
const comeBack = 5000
/** Bytes that may wait in a stream; beyond, it is closed and its reader comes back where it stopped. */
const highWater = 1024 * 1024

/** Streams of one member, and of one follow-link sign-in: a window has one. */
const mostStreams = 30
/** Streams of all readers of the follow link together. */
const mostFollowing = 5000

const keyUsed = {
  field: 'Idempotency-Key',
  message: 'was used for another command, or by another member',
}

const LastEventId = z.coerce.number().int().min(0)

export function recordRoutes(context: HttpContext): Router {
  const { records, identity, isSecure, metrics } = context
  const router = Router()
  const own = openPlaces(mostStreams)
  const following = openPlaces(mostFollowing)

  router.post('/api/groups/:groupId/commands', async (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked) return undefined
    const key = CommandId.safeParse(request.get('Idempotency-Key'))
    if (!key.success)
      return sendRefusal(response, refuse('malformed-command'), [
        { field: 'Idempotency-Key', message: 'must be an id that starts with cmd_' },
      ])
    const command = Command.safeParse(request.body)
    if (!command.success)
      return sendRefusal(response, refuse('malformed-command'), fieldErrors(command.error))
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

  router.get('/api/groups/:groupId/record', (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked) return undefined
    const view = recordView(context, asked)
    return view
      ? response.set('Cache-Control', 'no-store').json(view)
      : sendRefusal(response, refuse('group-unknown'))
  })

  router.get('/api/groups/:groupId/record/history', (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked) return undefined
    const query = HistoryQuery.safeParse(request.query)
    if (!query.success) return sendProblem(response, 'malformed-request', fieldErrors(query.error))
    const { before, limit } = query.data
    const { events, more } = records.history(asked.groupId, before, limit)
    const view: HistoryView = { events: events.map((each) => eventFor(each, asked.actor)), more }
    return response.set('Cache-Control', 'no-store').json(view)
  })

  router.get('/api/groups/:groupId/record/events', (request, response) => {
    const asked = groupRequest(request, response, identity, isSecure)
    if (!asked) return undefined
    const after = LastEventId.safeParse(request.get('Last-Event-ID') ?? request.query['after'] ?? 0)
    if (!after.success)
      return sendProblem(response, 'malformed-request', [
        { field: 'Last-Event-ID', message: 'must be the sequence of an event' },
      ])
    const isFollowing = asked.actor.by === 'public'
    const leave = own.enter(
      asked.actor.by === 'public' ? asked.signIn.sessionKey : asked.actor.memberId,
    )
    const stopFollowing = isFollowing ? following.enter(asked.groupId) : () => undefined
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
    return streamRecord(context, asked, after.data, response)
  })

  return router
}

function recordView(
  { records, identity, store }: HttpContext,
  { groupId, actor, signIn }: GroupRequest,
): RecordView | undefined {
  const state = records.stateOf(groupId)
  const you = identity.attendances(signIn).find((each) => each.groupId === groupId)
  return state && you ? { state: stateFor(state, actor), you, epoch: store.epoch } : undefined
}

/** Whether this sign-in still is who it was when the stream began: `moved` has another seat now, `gone` has none. */
function placeNow(
  { identity }: HttpContext,
  { signIn, groupId, actor }: GroupRequest,
): 'same' | 'moved' | 'gone' {
  const reader = identity.readerIn(signIn, groupId)
  const now = reader && identity.actorOfReader(reader)
  if (!now) return 'gone'
  return JSON.stringify(now) === JSON.stringify(actor) ? 'same' : 'moved'
}

function streamRecord(
  context: HttpContext,
  asked: GroupRequest,
  after: number,
  response: Response,
): void {
  const { records, presences, temperatureChecks } = context
  const { groupId, actor } = asked
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  const write = (text: string) => {
    response.write(text)
    if (response.writableLength > highWater) response.destroy()
  }
  const send = (event: string, data: unknown, id?: number) =>
    write(
      `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
    )
  const sendRecorded = (event: RecordedEvent) =>
    send('recorded', eventFor(event, actor), event.sequence)

  const missed = missedEvents(context, groupId, after)
  if (missed) missed.forEach(sendRecorded)
  else {
    const view = recordView(context, asked)
    if (view) send('state', view, view.state.sequence)
  }

  const sendTemperature = () => {
    const state = records.stateOf(groupId)
    if (state) send('temperature', temperatureChecks.of(groupId, state))
  }

  const endings: (() => void)[] = []
  const end = () => {
    for (const ending of endings.splice(0)) ending()
    response.end()
  }
  /** Ends a stream that was made for another place; whoever was only moved comes back for a new one. */
  const isOver = (): boolean => {
    const place = placeNow(context, asked)
    if (place === 'same') return false
    if (place === 'gone') send('signed-out', {})
    end()
    return true
  }
  endings.push(
    records.subscribe(groupId, (events) => {
      events.forEach(sendRecorded)
      isOver()
    }),
    presences.enter(groupId, actor, (presence) => send('presence', presence)),
    temperatureChecks.subscribe(groupId, sendTemperature),
  )
  sendTemperature()
  const beat = setInterval(() => {
    if (!isOver()) write(': still here\n\n')
  }, heartbeat)
  endings.push(() => clearInterval(beat))
  response.on('close', end)
}

/** The events after a sequence; undefined when the whole state is the better answer. */
function missedEvents(
  { records }: HttpContext,
  groupId: GroupId,
  after: number,
): RecordedEvent[] | undefined {
  const sequence = records.stateOf(groupId)?.sequence ?? 0
  if (after > sequence || sequence - after > longestReplay) return undefined
  return records.eventsAfter(groupId, after, longestReplay)
}
