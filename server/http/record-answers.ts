/** What is answered about a group's record, worked out once for all who may see the same. */
import type { Attendance, HistoryView, RecordView } from '#shared/protocol/api'
import { eventPlace } from '#shared/protocol/event-place'
import { eventFor, stateFor } from '#shared/record/audience'
import type { RecordedEvent } from '#shared/record/event'
import { nameOfOnlooker, type Onlooker } from '#shared/record/state'
import type { HttpContext } from './context.ts'
import { eventText } from './event-stream.ts'
import { jsonPieces } from './json-pieces.ts'
import type { SharedAnswer } from './shared-answers.ts'
import type { GroupRequest } from './sign-in.ts'

/** The state of a record for an asker: the same for all who may see the same, and behind it who the asker is. */
export interface StateAnswer {
  /** A `RecordView` but for its end. */
  readonly shared: SharedAnswer
  /** Its end. */
  readonly own: string
  readonly sequence: number
}

/** The state of a group's record as its reader may see it; undefined when they have no place in it. */
export async function stateAnswer(
  { records, identity, store, answers }: HttpContext,
  { groupId, actor, signIn }: GroupRequest,
): Promise<StateAnswer | undefined> {
  const state = records.stateOf(groupId)
  const you: Attendance | undefined = identity
    .attendances(signIn)
    .find((each) => each.groupId === groupId)
  if (!state || !you) return undefined
  const shared = await answers.of(
    `state ${groupId} ${nameOfOnlooker(actor)}`,
    `${store.epoch} ${state.sequence}`,
    function* () {
      const view: Omit<RecordView, 'you' | 'state'> = { epoch: store.epoch }
      yield `${JSON.stringify(view).slice(0, -1)},"state":`
      yield* jsonPieces(stateFor(state, actor))
    },
  )
  return { shared, own: `,"you":${JSON.stringify(you)}}`, sequence: state.sequence }
}

/** The same as the `view` of what somebody missed: `RecordNews` begins with it. */
export async function stateNews(
  context: HttpContext,
  asked: GroupRequest,
): Promise<StateAnswer | undefined> {
  const answer = await stateAnswer(context, asked)
  if (!answer) return undefined
  const { shared } = answer
  const news = await context.answers.of(
    `news ${asked.groupId} ${nameOfOnlooker(asked.actor)}`,
    shared.tag,
    () => ['{"view":', shared.body.toString()],
  )
  return { ...answer, shared: news }
}

/** A page of a group's history. */
export function historyAnswer(
  { records, store, answers }: HttpContext,
  { groupId, actor }: GroupRequest,
  before: number | undefined,
  limit: number,
): Promise<SharedAnswer> {
  const sequence = records.stateOf(groupId)?.sequence ?? 0
  // What happened stays: only the newest page becomes another one.
  const isPast = before !== undefined && before <= sequence + 1
  return answers.of(
    `history ${groupId} ${nameOfOnlooker(actor)} ${before ?? ''} ${limit}`,
    `${store.epoch} ${isPast ? '' : sequence}`,
    () => {
      const { events, more } = records.history(groupId, before, limit)
      const view: HistoryView = { events: events.map((each) => eventFor(each, actor)), more }
      return jsonPieces(view)
    },
  )
}

const told = new WeakMap<object, string>()

/** An immutable object as JSON, put once however many it is told. */
export function jsonOnce(value: object): string {
  const known = told.get(value)
  if (known !== undefined) return known
  const json = JSON.stringify(value)
  told.set(value, json)
  return json
}

/** An event as this onlooker may see it, as JSON: of most events all see the same. */
export const eventJson = (recorded: RecordedEvent, onlooker: Onlooker): string =>
  jsonOnce(eventFor(recorded, onlooker))

/** How events that somebody missed are put: as a list, or one after the other as they stand in a stream. */
export type Missed = 'list' | 'stream'

const putMissed: Record<Missed, (events: readonly (readonly [string, number])[]) => string[]> = {
  list: (events) => ['[', events.map(([json]) => json).join(','), ']'],
  stream: (events) =>
    events.map(([json, sequence]) => eventText('recorded', json, eventPlace(sequence))),
}

/** The events after a sequence up to another: whoever comes back after a break missed what the others missed. */
export const missedAnswer = (
  { records, store, answers }: HttpContext,
  { groupId, actor }: GroupRequest,
  after: number,
  upTo: number,
  how: Missed,
): Promise<SharedAnswer> =>
  answers.of(
    `missed ${groupId} ${nameOfOnlooker(actor)} ${after} ${how}`,
    `${store.epoch} ${upTo}`,
    () => {
      const events = upTo > after ? records.eventsAfter(groupId, after, upTo - after) : []
      return putMissed[how](
        events.map((each) => [JSON.stringify(eventFor(each, actor)), each.sequence]),
      )
    },
  )
