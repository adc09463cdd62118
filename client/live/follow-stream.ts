/** Follows a stream for as long as it is wanted: asks for it again when it ends, with longer and longer pauses. */
import { type EventStream, openEventStream, type StreamEnd } from './event-stream.ts'
import { backOff, type Pace } from './pace.ts'

export interface FollowedStream {
  /** Something may have been missed: a stream that has not been heard lately is asked for anew, at once. */
  readonly wake: () => void
  readonly close: () => void
}

export interface FollowingListener {
  readonly onEvent: (event: string, data: string) => void
  /** It flows: something was heard. Before its first event. */
  readonly onFlow: () => void
  /** It does not flow any more, or could not be had. It is asked for again by itself. */
  readonly onStop: (end: StreamEnd) => void
}

/** More than this many heartbeats of quiet, and a page that wakes does not wait for the third. */
const doubtful = 1.5

/** Follows the stream of an address, which is asked for before each try. */
export function followStream(
  address: () => string,
  pace: Pace,
  { onEvent, onFlow, onStop }: FollowingListener,
): FollowedStream {
  let stream: EventStream | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false
  const connect = () => {
    clearTimeout(retry)
    retry = undefined
    if (isClosed) return
    let isFlowing = false
    stream = openEventStream(address(), pace.opening, {
      onEvent(event, data) {
        if (!isFlowing) {
          isFlowing = true
          failures = 0
          onFlow()
        }
        onEvent(event, data)
      },
      onEnd(end) {
        stream = undefined
        retry = setTimeout(connect, backOff(failures++, pace.retry, pace.slowestRetry))
        onStop(end)
      },
    })
  }
  connect()
  return {
    wake() {
      if (stream && stream.missed() < doubtful) return
      if (stream) {
        stream.close()
        onStop({ why: 'silent' })
      }
      connect()
    },
    close() {
      isClosed = true
      clearTimeout(retry)
      stream?.close()
    },
  }
}
