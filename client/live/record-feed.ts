import { ZodError } from 'zod'
import type { CommandId, GroupId } from '#shared/domain/ids'
import {
  type Attendance,
  memberParameter,
  type Problem,
  publicReader,
  RecordView,
  RoomPresence,
  SessionView,
} from '#shared/protocol/api'
import { eventPlace } from '#shared/protocol/event-place'
import { PlaceEnded, RecordHeartbeat } from '#shared/protocol/event-streams'
import { epochParameter } from '#shared/protocol/frames'
import { isUpgradeOf } from '#shared/protocol/store-epoch'
import { TemperatureCheck } from '#shared/protocol/temperature'
import type { RecordedEvent } from '#shared/record/event'
import { evolve } from '#shared/record/evolve'
import { emptyRecord, type RecordState } from '#shared/record/state'
import { say } from '../messages/use-messages.ts'
import type { StreamEnd } from './event-stream.ts'
import type { FollowedStream } from './follow-stream.ts'
import { type Answer, ask } from './http.ts'
import { KnownEvent, KnownNews } from './known-events.ts'
import { backOff, type Pace, usualPace } from './pace.ts'
import { followRecord } from './record-stream.ts'
import { askToReload, hearRelease } from './reload-needed.ts'
import { hearServerTime } from './server-clock.ts'
import { hearSession } from './session-news.ts'
import { type Browser, thisBrowser } from './share-stream.ts'
import { onWake } from './wake.ts'

export interface FeedState {
  readonly status: 'loading' | 'ready'
  /** `asked`: no stream flows, and what happens is asked for every few seconds. `reconnecting`: what is shown may be old. */
  readonly connection: 'connecting' | 'live' | 'asked' | 'reconnecting'
  readonly state: RecordState
  readonly you: Attendance | undefined
  /** Who is signed in in this browser now, when that is not you any more: this page is yours still, and is only read. */
  readonly somebodyElse: Attendance | undefined
  readonly epoch: string
  /** The epoch of a backup that was put in place while this page was open; undefined when none was. */
  readonly restored: string | undefined
  readonly presence: RoomPresence
  /** The picture of a temperature check; null when there is none. No part of the record. */
  readonly temperature: TemperatureCheck | null
  /** Set when the record cannot be had, or the right to read it has gone. */
  readonly problem: Problem | undefined
}

export interface RecordFeed {
  readonly now: () => FeedState
  readonly subscribe: (listener: () => void) => () => void
  /** Takes in events that an answer brought: what the stream says of them later is known. */
  readonly fold: (events: readonly RecordedEvent[]) => void
  /** Resolves with the first event of a command when the record has it, however this page heard of that. */
  readonly recorded: (commandId: CommandId) => Promise<RecordedEvent>
  /** Asks who is signed in now: something says that it may be somebody else. */
  readonly checkSession: () => void
  readonly close: () => void
}

/** So often more it is asked who has signed in, after the server said that somebody has. */
const lastLooks = 10

const signedOut = (): Problem => ({
  type: 'urn:adref:problem:signed-out',
  title: say('feed.signedOut.title'),
  status: 401,
  code: 'signed-out',
  detail: say('feed.signedOut'),
})

/** An event may have been on its way for so long, in milliseconds. */
const onTheWay = 5000

/**
 * Follows a group's record: the state first, then each event as it is published, resuming where a lost stream stopped. While no
 * stream flows, plain requests ask for what happened.
 */
export function openRecordFeed(
  groupId: GroupId,
  pace: Pace = usualPace,
  browser: Browser = thisBrowser,
): RecordFeed {
  const path = `/api/groups/${groupId}/record`
  const listeners = new Set<() => void>()
  let current: FeedState = {
    status: 'loading',
    connection: 'connecting',
    state: emptyRecord,
    you: undefined,
    somebodyElse: undefined,
    epoch: '',
    restored: undefined,
    presence: { seats: [], following: 0 },
    temperature: null,
    problem: undefined,
  }
  let stream: FollowedStream | undefined
  let isFlowing = false
  /** The next plain request, while there is no stream. */
  let asking: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  let isClosed = false

  const update = (change: Partial<FeedState>) => {
    current = { ...current, ...change }
    for (const listener of listeners) listener()
  }
  /** The page stays whose it was when the record came; before that, it is whoever is signed in. */
  const eventsPath = () => {
    const member = current.you?.memberId ?? publicReader
    const epoch = current.epoch === '' ? '' : `&${epochParameter}=${current.epoch}`
    return `${path}/events?after=${eventPlace(current.state.sequence)}&${memberParameter}=${member}${epoch}`
  }

  const stop = () => {
    clearTimeout(asking)
    stream?.close()
    stream = undefined
    isFlowing = false
  }
  const giveUp = (problem: Problem) => {
    stop()
    update({ problem, connection: 'reconnecting' })
  }
  const isStopped = () =>
    isClosed || current.problem !== undefined || current.somebodyElse !== undefined

  /** Whoever is signed in now is you, nobody, or somebody else, for whom this page does nothing. */
  const takeSession = ({ attendances }: SessionView) => {
    const { you } = current
    if (isClosed || !you) return
    const now = attendances.find((each) => each.groupId === groupId)
    if (!now) giveUp(signedOut())
    else if (now.memberId === you.memberId) {
      if (current.somebodyElse || current.problem)
        update({ somebodyElse: undefined, problem: undefined })
      void request('view')
    } else {
      stop()
      update({ somebodyElse: now, problem: undefined, connection: 'reconnecting' })
    }
  }
  /** Asks who is signed in; so many times more while it seems to be nobody, when somebody is known to be about to sign in. */
  const checkSession = async (looks = 0) => {
    const answer = await ask(SessionView, '/api/session', { patience: pace.answer })
    if (isClosed) return
    const isNobody = answer.ok && !answer.value.attendances.some((each) => each.groupId === groupId)
    if (isNobody && looks > 0) setTimeout(() => void checkSession(looks - 1), pace.retry)
    else if (answer.ok) takeSession(answer.value)
    else if (!isStopped()) askLater()
  }
  const showView = ({ state, you, epoch }: RecordView) =>
    update({
      status: 'ready',
      state,
      you,
      epoch,
      restored:
        current.epoch === '' || current.epoch === epoch || isUpgradeOf(epoch, current.epoch)
          ? current.restored
          : epoch,
      problem: undefined,
    })

  /** Takes what a request gave; when it gave nothing, tries again later, unless the server said that there is nothing to be had. */
  const settle = <T>(answer: Answer<T>, take: (value: T) => void) => {
    if (isClosed) return
    if (answer.ok) take(answer.value)
    else if (answer.isOffline || answer.problem.status >= 500 || answer.problem.status === 429)
      update({ connection: isFlowing ? 'live' : 'reconnecting' })
    // Whoever is asked to reload goes on seeing what they have open until they do.
    else if (answer.problem.status === 0 && current.status === 'ready')
      update({ connection: 'reconnecting' })
    else if (answer.problem.code === 'another-member') void checkSession()
    else giveUp(answer.problem)
  }

  /** One request at a time: whoever wants to know while one is on its way asks once more behind it. */
  let isAsking = false
  let isWanted: 'view' | 'news' | undefined
  const asMember = () => ({
    patience: pace.answer,
    ...(current.you ? { member: current.you.memberId } : {}),
  })
  const request = async (what: 'view' | 'news') => {
    if (isAsking) {
      isWanted = isWanted === 'view' ? 'view' : what
      return
    }
    isAsking = true
    if (what === 'view' || current.status === 'loading')
      settle(await ask(RecordView, path, asMember()), begin)
    else settle(await ask(KnownNews, eventsPath(), asMember()), takeNews)
    isAsking = false
    const next = isWanted
    isWanted = undefined
    if (next && !isStopped()) void request(next)
    if (!isFlowing) askLater()
  }
  const askLater = () => {
    clearTimeout(asking)
    if (isStopped()) return
    asking = setTimeout(() => void request('news'), backOff(asked++, pace.poll, pace.slowestPoll))
  }

  const awaited = new Map<CommandId, (recorded: RecordedEvent) => void>()
  const take = (recorded: RecordedEvent) => {
    const { sequence } = current.state
    awaited.get(recorded.commandId)?.(recorded)
    awaited.delete(recorded.commandId)
    if (recorded.sequence <= sequence) return
    const { event } = recorded
    // In another seat everything is asked for afresh: who you are, and a stream for that.
    if (event.type === 'member-moved' && event.memberId === current.you?.memberId)
      void request('view')
    else if (recorded.sequence > sequence + 1) void request('news')
    // It follows another event than the last one here: a backup was put in place, and the record went on otherwise.
    else if (recorded.previousHash !== current.state.hash) void request('view')
    else update({ state: evolve(current.state, recorded) })
  }
  const takeHeartbeat = ({ memberId, epoch, sequence, at, release }: RecordHeartbeat) => {
    hearServerTime(Date.parse(at), Date.now() - onTheWay, Date.now())
    hearRelease(release)
    // Another store: begins afresh. Somebody else: they are refused what this page asks for, and it says so.
    if (memberId !== current.you?.memberId || epoch !== current.epoch) void request('view')
    else if (sequence > current.state.sequence) void request('news')
  }
  const takeNews = ({ heartbeat, events, view, presence, temperature }: KnownNews) => {
    if (view) showView(view)
    const before = current.state.sequence
    events.forEach(take)
    if (view || current.state.sequence > before) asked = 0
    update({ presence, temperature, connection: isFlowing ? 'live' : 'asked' })
    takeHeartbeat(heartbeat)
  }

  const hearSaid = (event: string, said: unknown) => {
    switch (event) {
      case 'recorded':
        return take(KnownEvent.parse(said))
      case 'state':
        return showView(RecordView.parse(said))
      case 'presence':
        return update({ presence: RoomPresence.parse(said) })
      case 'temperature':
        return update({ temperature: TemperatureCheck.nullable().parse(said) })
      case 'heartbeat':
        return takeHeartbeat(RecordHeartbeat.parse(said))
      case 'signed-out':
        return void checkSession(PlaceEnded.parse(said).replaced ? lastLooks : 0)
      default:
        return undefined
    }
  }

  const hear = (event: string, data: string) => {
    try {
      hearSaid(event, JSON.parse(data))
    } catch (cause) {
      if (!(cause instanceof ZodError || cause instanceof SyntaxError)) throw cause
      // A newer server says what this page does not know: what it shows is no longer all that happened.
      askToReload('unreadable')
    }
  }

  /** Shows the state, and follows what comes after it; with another stream when it is another reader's, or another store's. */
  const begin = (view: RecordView) => {
    const { you, epoch } = current
    const isSame = you?.memberId === view.you.memberId && epoch === view.epoch
    showView(view)
    if (stream && isSame) return
    stop()
    const reader = { groupId, memberId: view.you.memberId, epoch: view.epoch }
    stream = followRecord(reader, eventsPath, pace, listener, browser)
  }
  const listener = {
    onEvent: hear,
    onFlow() {
      isFlowing = true
      asked = 0
      clearTimeout(asking)
      update({ connection: 'live' })
    },
    onStop({ why }: StreamEnd) {
      const hadFlowed = isFlowing
      isFlowing = false
      if (hadFlowed) update({ connection: 'reconnecting' })
      // What refuses a stream says why to a plain request.
      if (why === 'refused') void request('news')
      else if (hadFlowed) askLater()
    },
    onStranger() {
      stop()
      void request('view')
    },
  }

  const stopWaking = onWake(() => {
    if (isStopped()) return void checkSession()
    stream?.wake()
    return void request('news')
  })
  const stopHearing = hearSession((view) => {
    takeSession(view)
    // Two windows may have told of different moments: the server knows the last.
    void checkSession()
  })
  void request('view')
  return {
    now: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    fold: (events) => events.forEach(take),
    recorded: (commandId) => new Promise((settle) => void awaited.set(commandId, settle)),
    checkSession: () => void checkSession(),
    close() {
      isClosed = true
      stopWaking()
      stopHearing()
      stop()
    },
  }
}
