import type { GroupId } from '#shared/domain/ids'
import { type Attendance, type Problem, RecordView, RoomPresence } from '#shared/protocol/api'
import { RecordedEvent } from '#shared/record/event'
import { evolve } from '#shared/record/evolve'
import { emptyRecord, type RecordState } from '#shared/record/state'
import { ask } from './http.ts'

export interface FeedState {
  readonly status: 'loading' | 'ready'
  readonly connection: 'live' | 'reconnecting'
  readonly state: RecordState
  readonly you: Attendance | undefined
  readonly epoch: string
  readonly presence: RoomPresence
  /** Set when the record cannot be had, or the right to read it has gone. */
  readonly problem: Problem | undefined
}

export interface RecordFeed {
  readonly now: () => FeedState
  readonly subscribe: (listener: () => void) => () => void
  readonly close: () => void
}

const signedOut: Problem = {
  type: 'urn:adref:problem:signed-out',
  title: 'Signed out',
  status: 401,
  code: 'signed-out',
  detail:
    'Your place in this room has changed. Open your link again, or ask the secretariat for a new one.',
}

/** Follows a group's record: the state first, then each event as it is published, resuming where a lost connection stopped. */
export function openRecordFeed(groupId: GroupId): RecordFeed {
  const listeners = new Set<() => void>()
  let current: FeedState = {
    status: 'loading',
    connection: 'reconnecting',
    state: emptyRecord,
    you: undefined,
    epoch: '',
    presence: { seats: [], following: 0 },
    problem: undefined,
  }
  let stream: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false

  const update = (change: Partial<FeedState>) => {
    current = { ...current, ...change }
    for (const listener of listeners) listener()
  }

  const showView = ({ state, you, epoch }: RecordView) =>
    update({ status: 'ready', state, you, epoch, problem: undefined })

  /** Everybody comes back after a lost network at once: spread it. */
  const retryLater = () => {
    clearTimeout(retry)
    failures += 1
    const wait = Math.min(10_000, 500 * 2 ** failures) * (0.5 + Math.random())
    retry = setTimeout(() => void load(), wait)
  }

  const load = async () => {
    const answer = await ask(RecordView, `/api/groups/${groupId}/record`)
    if (isClosed) return
    if (answer.ok) {
      failures = 0
      showView(answer.value)
      listen()
    } else if (answer.isOffline || answer.problem.status >= 500) retryLater()
    else update({ problem: answer.problem })
  }

  const listen = () => {
    stream?.close()
    const source = new EventSource(
      `/api/groups/${groupId}/record/events?after=${current.state.sequence}`,
    )
    stream = source
    source.addEventListener('open', () => {
      failures = 0
      update({ connection: 'live' })
    })
    source.addEventListener('error', () => {
      update({ connection: 'reconnecting' })
      // While the browser reconnects by itself it keeps its place; when it gave up, begin again.
      if (source.readyState === EventSource.CLOSED && !isClosed) retryLater()
    })
    source.addEventListener('recorded', (message) => {
      const recorded = RecordedEvent.parse(JSON.parse(String(message.data)))
      if (recorded.sequence <= current.state.sequence) return
      const { event } = recorded
      const isMoved = event.type === 'member-moved' && event.memberId === current.you?.memberId
      // In another seat everything is asked for afresh: who you are, and a stream for that.
      if (isMoved || recorded.sequence > current.state.sequence + 1) void load()
      else update({ state: evolve(current.state, recorded) })
    })
    source.addEventListener('state', (message) =>
      showView(RecordView.parse(JSON.parse(String(message.data)))),
    )
    source.addEventListener('presence', (message) =>
      update({ presence: RoomPresence.parse(JSON.parse(String(message.data))) }),
    )
    source.addEventListener('signed-out', () => {
      source.close()
      update({ problem: signedOut, connection: 'reconnecting' })
    })
  }

  void load()
  return {
    now: () => current,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      stream?.close()
    },
  }
}
