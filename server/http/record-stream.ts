/** What follows in a group's record, as a stream of events; and the same as one plain answer, for networks that hold streams back. */
import type { Request, Response } from 'express'
import { eventPlace } from '#shared/protocol/event-place'
import type { PlaceEnded, RecordHeartbeat, RecordNews } from '#shared/protocol/event-streams'
import type { RecordedEvent } from '#shared/record/event'
import { refuse } from '#shared/record/refusal'
import type { HttpContext } from './context.ts'
import { beginEventStream, type EventData } from './event-stream.ts'
import { sendRefusal } from './problem.ts'
import { eventJson, jsonOnce, missedAnswer, stateAnswer, stateNews } from './record-answers.ts'
import { sendShared } from './shared-answers.ts'
import type { GroupRequest } from './sign-in.ts'

/** A gap longer than this is answered by the whole state instead of its events. */
const longestReplay = 500
/** Bytes that may wait in a stream; beyond, it is closed and its reader comes back where it stopped. */
const highWater = 1024 * 1024

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

/** Whether the whole state is a better answer than the events after a sequence. */
const isTooLong = (after: number, sequence: number): boolean =>
  after > sequence || sequence - after > longestReplay

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

/** Answers with what the stream would say to whoever has the record up to a sequence. */
export async function sendNews(
  context: HttpContext,
  asked: GroupRequest,
  after: number,
  request: Request,
  response: Response,
): Promise<void> {
  const { records, presences, temperatureChecks } = context
  const { groupId } = asked
  const state = records.stateOf(groupId)
  const whole = state && isTooLong(after, state.sequence)
  const view = whole ? await stateNews(context, asked) : undefined
  if (!state || (whole && !view)) {
    sendRefusal(response, refuse('group-unknown'))
    return
  }
  const missed = whole
    ? undefined
    : await missedAnswer(context, asked, after, state.sequence, 'list')
  const present: Omit<RecordNews, 'events' | 'view'> = {
    heartbeat: heartbeatOf(context, asked),
    presence: presences.of(groupId),
    temperature: temperatureChecks.of(groupId, state),
  }
  const rest = `,${JSON.stringify(present).slice(1)}`
  response.type('json')
  if (view) await sendShared(request, response, view.shared, `${view.own},"events":[]${rest}`)
  else
    response
      .set('Cache-Control', 'no-store')
      .send(`{"view":null,"events":${missed?.body.toString() ?? '[]'}${rest}`)
}

/** Streams what follows until the reader goes, or has another place or none. */
export async function streamRecord(
  context: HttpContext,
  asked: GroupRequest,
  from: number,
  response: Response,
): Promise<void> {
  const { records, identity, presences, temperatureChecks, heartbeat, dueStreams } = context
  const { groupId, actor } = asked
  const endings: (() => void)[] = []
  let hasEnded = false
  const end = () => {
    hasEnded = true
    for (const ending of endings.splice(0)) ending()
    if (!response.destroyed) response.end()
  }
  response.on('close', end)
  const stream = beginEventStream(response)
  /** What of the state, or of what was missed, may wait beside the rest until it has left. */
  let allowance = 0
  response.on('drain', () => {
    allowance = 0
  })
  const send = (event: string, data: EventData, id?: string) => {
    stream.send(event, data, id === undefined ? {} : { id })
    if (response.writableLength > highWater + allowance) response.destroy()
  }
  /** Ends a stream that was made for another place; whoever was only moved comes back for a new one. */
  const isOver = (how: PlaceEnded = { replaced: false }): boolean => {
    const place = placeNow(context, asked)
    if (place === 'same') return hasEnded
    if (place === 'gone') send('signed-out', JSON.stringify(how))
    end()
    return true
  }
  const sendHeartbeat = () => send('heartbeat', JSON.stringify(heartbeatOf(context, asked)))
  if (isOver()) return
  sendHeartbeat()
  /** What is to be told when it is this stream's turn; of all but events the latest alone. */
  let events: RecordedEvent[] = []
  const latest = new Set<() => void>()
  const say = () => {
    // Before anything is told: what came after somebody lost their place is not for them.
    if (isOver()) return
    const told = events
    events = []
    for (const event of told) send('recorded', eventJson(event, actor), eventPlace(event.sequence))
    for (const tell of latest) tell()
    latest.clear()
  }
  const sayLatest = (tell: () => void) => {
    latest.add(tell)
    dueStreams.ask(say)
  }
  stream.beat(heartbeat, () => sayLatest(sendHeartbeat))
  endings.push(identity.whenPlaceEnds(asked.signIn.sessionKey, (how) => void isOver(how)))

  /** Sends what is missing after a sequence; gives back up to where that was. */
  const catchUp = async (after: number, sequence: number): Promise<number> => {
    if (!isTooLong(after, sequence)) {
      const { body } = await missedAnswer(context, asked, after, sequence, 'stream')
      allowance += body.length
      stream.repeat(body)
      return sequence
    }
    const view = await stateAnswer(context, asked)
    if (!view || isOver()) return after
    allowance += view.shared.body.length
    send('state', [view.shared.body, view.own], eventPlace(view.sequence))
    return view.sequence
  }
  for (let after = from; ; ) {
    const sequence = records.stateOf(groupId)?.sequence ?? 0
    if (isOver()) return
    if (after === sequence) break
    after = await catchUp(after, sequence)
  }

  const sendTemperature = () => {
    const state = records.stateOf(groupId)
    const picture = state && temperatureChecks.of(groupId, state)
    send('temperature', picture ? jsonOnce(picture) : 'null')
  }
  const sendPresence = () => send('presence', jsonOnce(presences.of(groupId)))
  endings.push(
    records.subscribe(groupId, (recorded) => {
      events.push(...recorded)
      dueStreams.ask(say)
    }),
    presences.enter(groupId, actor, () => sayLatest(sendPresence)),
    temperatureChecks.subscribe(groupId, () => sayLatest(sendTemperature)),
  )
  sendTemperature()
}
