import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { CommandId, type GroupId } from '#shared/domain/ids'
import type { Attendance, Problem, RoomPresence } from '#shared/protocol/api'
import type { TemperatureCheck } from '#shared/protocol/temperature'
import type { RecordEvent, RecordedEvent } from '#shared/record/event'
import { evolve } from '#shared/record/evolve'
import { type Actor, actorOf, type RecordState } from '#shared/record/state'
import { newId } from './new-id.ts'
import { type FeedState, openRecordFeed, type RecordFeed } from './record-feed.ts'
import { serverInstant } from './server-clock.ts'

const FeedContext = createContext<RecordFeed | undefined>(undefined)

function useFeed(): RecordFeed {
  const feed = useContext(FeedContext)
  if (!feed) throw new Error('The record is read outside its provider.')
  return feed
}

/** Follows a group's record for everything below; shows `loading` until it is there and `trouble` when it cannot be had. */
export function RecordProvider({
  groupId,
  loading,
  trouble,
  children,
}: {
  readonly groupId: GroupId
  readonly loading: ReactNode
  readonly trouble: (problem: Problem) => ReactNode
  readonly children: ReactNode
}) {
  const [feed, setFeed] = useState<RecordFeed>()
  useEffect(() => {
    const opened = openRecordFeed(groupId)
    setFeed(opened)
    return () => opened.close()
  }, [groupId])
  if (!feed) return loading
  return (
    <FeedContext.Provider value={feed}>
      <Ready feed={feed} loading={loading} trouble={trouble}>
        {children}
      </Ready>
    </FeedContext.Provider>
  )
}

function Ready({
  feed,
  loading,
  trouble,
  children,
}: {
  readonly feed: RecordFeed
  readonly loading: ReactNode
  readonly trouble: (problem: Problem) => ReactNode
  readonly children: ReactNode
}) {
  const status = useSyncExternalStore(feed.subscribe, () => feed.now().status)
  const problem = useSyncExternalStore(feed.subscribe, () => feed.now().problem)
  if (problem) return trouble(problem)
  return status === 'loading' ? loading : children
}

/** A record in which something has happened that the server has not heard of. */
function feedWith(feed: RecordFeed, event: RecordEvent): RecordFeed {
  let from: FeedState | undefined
  let shown: FeedState | undefined
  return {
    ...feed,
    now() {
      const now = feed.now()
      if (shown && from === now) return shown
      const { state, you } = now
      const memberId = you?.memberId
      const seatId = memberId && state.members[memberId]?.seatId
      from = now
      shown = now
      if (!memberId || !seatId || !you.role) return now
      shown = {
        ...now,
        state: evolve(state, {
          sequence: state.sequence,
          at: serverInstant(),
          actor: { by: 'member', memberId, seatId, role: you.role },
          commandId: newId(CommandId, 'cmd'),
          event,
          previousHash: state.hash,
          hash: state.hash,
        }),
      }
      return shown
    },
  }
}

/** Shows what is below as if this had happened; as it is when `event` is undefined. */
export function AsIfRecorded({
  event,
  children,
}: {
  readonly event: RecordEvent | undefined
  readonly children: ReactNode
}) {
  const feed = useFeed()
  const shown = useMemo(() => (event ? feedWith(feed, event) : feed), [feed, event])
  return <FeedContext.Provider value={shown}>{children}</FeedContext.Provider>
}

/** A part of the record's state; select parts that keep their identity while unchanged. */
export function useRecord<T>(select: (state: RecordState) => T): T {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => select(feed.now().state))
}

/** The whole state. */
export const useRecordState = (): RecordState => useRecord((state) => state)

/** Gives the whole state at a later moment, to those who are not drawn again for it. */
export function useRecordNow(): () => RecordState {
  const feed = useFeed()
  return useCallback(() => feed.now().state, [feed])
}

/** Who you are in this group. */
export function useYou(): Attendance {
  const feed = useFeed()
  const you = useSyncExternalStore(feed.subscribe, () => feed.now().you)
  if (!you) throw new Error('The record is read before it is there.')
  return you
}

/** Who is signed in in this browser now, when that is not you any more; undefined while it is you. */
export function useSomebodyElse(): Attendance | undefined {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => feed.now().somebodyElse)
}

/** Asks who is signed in now. */
export const useCheckSession = (): (() => void) => useFeed().checkSession

/** You, as the policy sees you now: a reader while somebody else is signed in here, for whom this page does nothing. */
export function useActor(): Actor {
  const { memberId } = useYou()
  const isElse = useSomebodyElse() !== undefined
  const state = useRecordState()
  return (memberId && !isElse && actorOf(state, memberId)) || { by: 'public' }
}

export const useEpoch = (): string => {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => feed.now().epoch)
}

/** The epoch of a backup that was put in place while this page was open; undefined when none was. */
export function useRestoredEpoch(): string | undefined {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => feed.now().restored)
}

export const useRoomPresence = (): RoomPresence => {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => feed.now().presence)
}

/** The temperature check that is open or shown now. */
export const useTemperatureCheck = (): TemperatureCheck | null => {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => feed.now().temperature)
}

/** Takes in events that an answer brought. */
export const useFold = (): ((events: readonly RecordedEvent[]) => void) => useFeed().fold

/** Waits until the record has a command. */
export const useRecorded = (): RecordFeed['recorded'] => useFeed().recorded

/** Whether the record is live; while it reconnects, what is shown may be old. */
export const useFeedConnection = (): FeedState['connection'] => {
  const feed = useFeed()
  return useSyncExternalStore(feed.subscribe, () => feed.now().connection)
}
