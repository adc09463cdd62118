/** The stream of a group's record as one reader may see it: one for all their tabs of this browser. */
import type { GroupId, MemberId } from '#shared/domain/ids'
import { RecordHeartbeat } from '#shared/protocol/event-streams'
import { type FollowedStream, type FollowingListener, followStream } from './follow-stream.ts'
import type { Pace } from './pace.ts'
import { type Browser, shareStream, thisBrowser } from './share-stream.ts'

/** Whose stream it is, and of which store. */
export interface StreamReader {
  readonly groupId: GroupId
  /** Null for a follower. */
  readonly memberId: MemberId | null
  readonly epoch: string
}

interface RecordListener extends FollowingListener {
  /** What the server streams is for somebody else, or of another store: this browser signed in anew, or a backup was restored. */
  readonly onStranger: () => void
}

/** Follows the stream of an address, which is asked for before each try. Nothing is passed on of a stream that turns out to be somebody else's. */
export function followRecord(
  { groupId, memberId, epoch }: StreamReader,
  address: () => string,
  pace: Pace,
  listener: RecordListener,
  browser: Browser = thisBrowser,
): FollowedStream {
  const openOwn = ({ onEvent, onFlow, onStop }: FollowingListener): FollowedStream => {
    let isOurs: boolean | undefined
    return followStream(address, pace, {
      onFlow() {
        isOurs = undefined
      },
      onEvent(event, data) {
        if (event === 'heartbeat') {
          const said = RecordHeartbeat.safeParse(JSON.parse(data))
          const wasOurs = isOurs
          // What this page cannot read is judged by who listens.
          isOurs = !said.success || (said.data.memberId === memberId && said.data.epoch === epoch)
          if (!isOurs) return listener.onStranger()
          if (!wasOurs) onFlow()
        }
        return isOurs === false ? undefined : onEvent(event, data)
      },
      onStop,
    })
  }
  const name = `adref/1/record/${groupId}/${memberId ?? 'follower'}/${epoch}`
  const latest = ['presence', 'temperature']
  return shareStream(name, latest, pace, openOwn, listener, browser)
}
