/** What follows in a group's record, as a stream of events; and the same as one plain answer, for networks that hold streams back. */
import type { Response } from 'express'
import type { GroupId } from '#shared/domain/ids'
import type { RecordView } from '#shared/protocol/api'
import { eventPlace } from '#shared/protocol/event-place'
import type { PlaceEnded, RecordHeartbeat, RecordNews } from '#shared/protocol/event-streams'
import { eventFor, stateFor } from '#shared/record/audience'
import type { RecordedEvent } from '#shared/record/event'
import type { HttpContext } from './context.ts'
import { beginEventStream } from './event-stream.ts'
import type { GroupRequest } from './sign-in.ts'

/** A gap longer than this is answered by the whole state instead of its events. */
const longestReplay = 500
/** Bytes that may wait in a stream; beyond, it is closed and its reader comes back where it stopped. */
const highWater = 1024 * 1024

/** The state of a group's record as its reader may see it; undefined when they have no place in it. */
export function recordView(
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

const heartbeatOf = (
  { records, store, heartbeat, release, now }: HttpContext,
  { groupId, actor }: GroupRequest,
): RecordHeartbeat => ({
  every: heartbeat,
  memberId: actor.by === 'member' ? actor.memberId : null,
  epoch: store.epoch,
  sequence: records.stateOf(groupId)?.sequence ?? 0,
  at: now().toISOString(),
  release,
})

/** What the stream would say to whoever has the record up to a sequence; undefined when they have no place in it. */
export function recordNews(
  context: HttpContext,
  asked: GroupRequest,
  after: number,
): RecordNews | undefined {
  const { groupId, actor } = asked
  const state = context.records.stateOf(groupId)
  const missed = missedEvents(context, groupId, after)
  const view = missed ? null : recordView(context, asked)
  if (!state || view === undefined) return undefined
  return {
    heartbeat: heartbeatOf(context, asked),
    events: (missed ?? []).map((each) => eventFor(each, actor)),
    view,
    presence: context.presences.of(groupId),
    temperature: context.temperatureChecks.of(groupId, state),
  }
}

/** Streams what follows until the reader goes, or has another place or none. */
export function streamRecord(
  context: HttpContext,
  asked: GroupRequest,
  after: number,
  response: Response,
): void {
  const { records, identity, presences, temperatureChecks, heartbeat } = context
  const { groupId, actor } = asked
  const endings: (() => void)[] = []
  const end = () => {
    for (const ending of endings.splice(0)) ending()
    response.end()
  }
  const stream = beginEventStream(response)
  const send = (event: string, data: unknown, id?: string) => {
    stream.send(event, JSON.stringify(data), id === undefined ? {} : { id })
    if (response.writableLength > highWater) response.destroy()
  }
  /** Ends a stream that was made for another place; whoever was only moved comes back for a new one. */
  const isOver = (how: PlaceEnded = { replaced: false }): boolean => {
    const place = placeNow(context, asked)
    if (place === 'same') return false
    if (place === 'gone') send('signed-out', how)
    end()
    return true
  }
  const sendRecorded = (event: RecordedEvent) =>
    send('recorded', eventFor(event, actor), eventPlace(event.sequence))

  stream.beat(heartbeat, () => {
    if (!isOver()) send('heartbeat', heartbeatOf(context, asked))
  })
  const missed = missedEvents(context, groupId, after)
  if (missed) missed.forEach(sendRecorded)
  else {
    const view = recordView(context, asked)
    if (view) send('state', view, eventPlace(view.state.sequence))
  }

  const sendTemperature = () => {
    const state = records.stateOf(groupId)
    if (state) send('temperature', temperatureChecks.of(groupId, state))
  }
  endings.push(
    records.subscribe(groupId, (events) => {
      events.forEach(sendRecorded)
      isOver()
    }),
    identity.whenPlaceEnds(asked.signIn.sessionKey, (how) => void isOver(how)),
    presences.enter(groupId, actor, (presence) => send('presence', presence)),
    temperatureChecks.subscribe(groupId, sendTemperature),
  )
  sendTemperature()
  response.on('close', end)
}
