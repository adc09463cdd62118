/**
 * One stream for all tabs of a browser: browsers keep few connections to a host, and a stream takes one for ever. Whichever tab
 * holds a lock of the browser holds the stream, and repeats to the others what it hears; when it is closed, the lock passes on.
 *
 * A tab that is frozen holds its lock and repeats nothing: who has not heard it for too long asks it, and without an answer takes
 * the lock away from it.
 */
import { missedUntilDead, StreamHeartbeat } from '#shared/protocol/event-streams'
import type { StreamEnd } from './event-stream.ts'
import type { FollowedStream, FollowingListener } from './follow-stream.ts'
import type { Pace } from './pace.ts'
import { type Silence, watchSilence } from './silence.ts'
import { onSleep } from './wake.ts'

type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'close'> & {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** What the tabs of a browser agree by. Where either is missing, each tab has a stream of its own. */
export interface Browser {
  readonly locks: Pick<LockManager, 'request'> | undefined
  readonly openChannel: ((name: string) => TabChannel) | undefined
}

export const thisBrowser: Browser = {
  // Pages that came over plain http from another machine have no locks.
  locks: globalThis.navigator?.locks,
  openChannel:
    typeof BroadcastChannel === 'undefined' ? undefined : (name) => new BroadcastChannel(name),
}

/** What tabs say to each other; `to` is the one tab that asked, otherwise it is for all. */
type TabMessage =
  | { readonly kind: 'hello'; readonly from: string }
  /** Somebody holds the stream, of which nothing is known yet. */
  | { readonly kind: 'here'; readonly to: string | undefined }
  /** It flows, with a heartbeat in so many milliseconds. */
  | { readonly kind: 'flow'; readonly to: string | undefined; readonly every: number }
  | {
      readonly kind: 'event'
      readonly to: string | undefined
      readonly event: string
      readonly data: string
    }
  | { readonly kind: 'stop'; readonly to: string | undefined; readonly end: StreamEnd }

export interface SharedStream extends FollowedStream {
  /** Has a stream of its own from now on: the one that is there is somebody else's. */
  readonly takeOver: () => void
}

/**
 * Follows a stream together with the other tabs that share one of this name. `openOwn` opens it for all, when this tab is the one.
 * The latest event of each of the kinds `latest` is told to tabs that come later.
 */
export function shareStream(
  name: string,
  latest: readonly string[],
  pace: Pace,
  openOwn: (listener: FollowingListener) => FollowedStream,
  listener: FollowingListener,
  { locks, openChannel }: Browser = thisBrowser,
): SharedStream {
  if (!locks || !openChannel) return { ...openOwn(listener), takeOver: () => undefined }
  const channel = openChannel(name)
  const self = crypto.randomUUID()
  const known = new Map<string, string>()
  /** The stream, when this tab holds it. */
  let own: FollowedStream | undefined
  let letGo: (() => void) | undefined
  let callOff: AbortController | undefined
  let state: 'starting' | 'flowing' | 'stopped' = 'starting'
  let end: StreamEnd = { why: 'ended' }
  let every = pace.opening / missedUntilDead
  let silence: Silence | undefined
  let unanswered: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  let isAsleep = false

  const post = (message: TabMessage) => {
    if (!isClosed) channel.postMessage(message)
  }
  const flow = () => {
    state = 'flowing'
    known.clear()
    listener.onFlow()
  }
  const hear = (event: string, data: string) => {
    if (event === 'heartbeat') every = StreamHeartbeat.parse(JSON.parse(data)).every
    if (latest.includes(event)) known.set(event, data)
    listener.onEvent(event, data)
  }
  const stop = (how: StreamEnd) => {
    state = 'stopped'
    end = how
    listener.onStop(how)
  }

  const stepDown = () => {
    own?.close()
    own = undefined
    letGo?.()
    letGo = undefined
  }
  /** This tab has the lock: it holds the stream until the lock goes. */
  const lead = () => {
    silence?.stop()
    clearTimeout(unanswered)
    if (isClosed || isAsleep) return undefined
    const gone = new Promise<void>((settle) => {
      letGo = settle
    })
    post({ kind: 'here', to: undefined })
    // The others first: what this tab hears may make it leave.
    own = openOwn({
      onFlow() {
        post({ kind: 'flow', to: undefined, every })
        flow()
      },
      onEvent(event, data) {
        post({ kind: 'event', to: undefined, event, data })
        hear(event, data)
      },
      onStop(how) {
        post({ kind: 'stop', to: undefined, end: how })
        stop(how)
      },
    })
    return gone
  }
  /** Waits for the lock, or takes it away. Ends when this tab does not hold it any more. */
  const stand = async (steal: boolean) => {
    callOff?.abort()
    const waiting = new AbortController()
    callOff = waiting
    try {
      await locks.request(name, steal ? { steal } : { signal: waiting.signal }, lead)
    } catch {
      // Called off, or another tab took the lock away, because it had not heard of this one.
    }
    if (callOff !== waiting) return
    const wasFlowing = own !== undefined && state === 'flowing'
    stepDown()
    if (isClosed) return
    if (wasFlowing) stop({ why: 'ended' })
    if (!isAsleep) join()
  }
  const takeOver = () => {
    clearTimeout(unanswered)
    stepDown()
    void stand(true)
  }
  /** Asks whoever holds the stream what it has said last. */
  const greet = () => {
    post({ kind: 'hello', from: self })
    clearTimeout(unanswered)
    unanswered = setTimeout(takeOver, pace.tab)
  }
  const watch = () => {
    silence?.stop()
    const patience = () =>
      state === 'stopped' ? 2 * pace.slowestRetry : every * (missedUntilDead + 0.5)
    silence = watchSilence(patience, greet)
  }
  const join = () => {
    void stand(false)
    watch()
    greet()
  }

  const answer = (to: string) => {
    if (state === 'starting') return post({ kind: 'here', to })
    if (state === 'stopped') return post({ kind: 'stop', to, end })
    post({ kind: 'flow', to, every })
    for (const [event, data] of known) post({ kind: 'event', to, event, data })
    return undefined
  }
  channel.addEventListener('message', ({ data: message }: MessageEvent<TabMessage>) => {
    if (message.kind === 'hello') {
      if (!own) return
      // A tab that nobody sees has slow timers: it may not have noticed yet that its stream is dead.
      own.wake()
      answer(message.from)
      return
    }
    if (own || isAsleep || (message.to !== undefined && message.to !== self)) return
    clearTimeout(unanswered)
    if (message.kind === 'flow') {
      every = message.every
      flow()
    } else if (message.kind === 'stop') stop(message.end)
    else if (message.kind === 'event') hear(message.event, message.data)
    silence?.heard()
  })
  const stopSleeping = onSleep(() => {
    isAsleep = true
    callOff?.abort()
    silence?.stop()
    clearTimeout(unanswered)
    if (own) {
      stepDown()
      if (state === 'flowing') stop({ why: 'ended' })
    }
  })

  join()
  return {
    takeOver,
    wake() {
      if (isAsleep) {
        isAsleep = false
        join()
      } else if (own) own.wake()
      else greet()
    },
    close() {
      isClosed = true
      stopSleeping()
      callOff?.abort()
      silence?.stop()
      clearTimeout(unanswered)
      stepDown()
      channel.close()
    },
  }
}
