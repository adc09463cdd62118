/** One stream of server-sent events, which ends when its heartbeat is missed: a dead line is not closed by anybody. */
import { createParser } from 'eventsource-parser'
import { missedUntilDead, StreamHeartbeat } from '#shared/protocol/event-streams'
import { watchSilence } from './silence.ts'

/** Why a stream ended: the server refused it, ended it, or fell silent; or nothing could be reached. */
export type StreamEnd =
  | { readonly why: 'refused'; readonly status: number }
  | { readonly why: 'ended' | 'silent' | 'unreachable' }

export interface StreamListener {
  readonly onEvent: (event: string, data: string) => void
  /** Called once, unless the listener closed it itself. */
  readonly onEnd: (end: StreamEnd) => void
}

export interface EventStream {
  /** For how long nothing was heard, in heartbeats. */
  readonly missed: () => number
  readonly close: () => void
}

/** Reads pieces of a stream, and tells its events. */
export function parserFor(onEvent: StreamListener['onEvent']): (piece: string) => void {
  const parser = createParser({
    onEvent: ({ event = 'message', data }) => onEvent(event, data),
  })
  return (piece) => parser.feed(piece)
}

/** Opens a stream. Until its first heartbeat tells how often to expect one, it may be silent for `opening` milliseconds. */
export function openEventStream(
  address: string | URL,
  opening: number,
  { onEvent, onEnd }: StreamListener,
): EventStream {
  const aborting = new AbortController()
  let every = opening / missedUntilDead
  let isOver = false
  const end = (how: StreamEnd) => {
    if (isOver) return
    isOver = true
    silence.stop()
    aborting.abort()
    onEnd(how)
  }
  const silence = watchSilence(
    () => every * missedUntilDead,
    () => end({ why: 'silent' }),
  )
  const parse = parserFor((event, data) => {
    if (event === 'heartbeat') every = StreamHeartbeat.parse(JSON.parse(data)).every
    if (!isOver) onEvent(event, data)
  })
  const listen = async () => {
    const answer = await fetch(address, {
      headers: { Accept: 'text/event-stream' },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: aborting.signal,
    })
    if (!answer.ok || !answer.body) return end({ why: 'refused', status: answer.status })
    const reader = answer.body.getReader()
    const decoder = new TextDecoder()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || isOver) return end({ why: 'ended' })
      silence.heard()
      parse(decoder.decode(value, { stream: true }))
    }
  }
  listen().catch(() => end({ why: 'unreachable' }))
  return {
    missed: () => silence.quietFor() / every,
    close() {
      isOver = true
      silence.stop()
      aborting.abort()
    },
  }
}
