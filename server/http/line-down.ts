/** The way down of a line of frames over HTTP: a stream that stays open, or events that wait until their reader collects them. */
import type { Response } from 'express'
import type { Waiting } from '../sync/waiting.ts'
import { beginEventStream } from './event-stream.ts'

export interface LineDown {
  isOpen(): boolean
  waitingBytes(): number
  send(event: string, data: string, onSent?: () => void): void
  cork(): void
  uncork(): void
  end(): void
  /** Everything that waits, as the body of one answer; undefined for a stream, which sends by itself. */
  readonly collect: (() => string) | undefined
}

/** Begins a stream; `onEnd` is called when it has ended. Its heartbeat comes every so many milliseconds. */
export function streamDown(
  response: Response,
  name: string,
  every: number,
  onEnd: () => void,
): LineDown {
  const events = beginEventStream(response)
  events.send('open', name)
  const beat = () => events.send('heartbeat', JSON.stringify({ every }))
  beat()
  events.beat(every, beat)
  response.on('close', onEnd)
  return {
    isOpen: () => !response.destroyed,
    waitingBytes: () => response.writableLength,
    send: (event, data, onSent) => events.send(event, data, onSent ? { onSent } : {}),
    cork: () => response.cork(),
    uncork: () => response.uncork(),
    end: () => response.end(),
    collect: undefined,
  }
}

/** Keeps events until they are collected; ends when nobody collects them for so many milliseconds, or too much waits of all. */
export function collectedDown(
  patience: number,
  allWaiting: Waiting,
  side: string,
  onEnd: () => void,
): LineDown {
  let waiting: { readonly text: string; readonly onSent: (() => void) | undefined }[] = []
  let bytes = 0
  let taken = 0
  let isOpen = true
  const end = () => {
    if (!isOpen) return
    isOpen = false
    waiting = []
    reader.leave()
    clearTimeout(lease)
    onEnd()
  }
  const reader = allWaiting.watch({
    side: () => side,
    bytes: () => bytes,
    shared: () => [],
    taken: () => taken,
    end,
  })
  let lease = setTimeout(end, patience).unref()
  return {
    isOpen: () => isOpen,
    waitingBytes: () => bytes,
    send(event, data, onSent) {
      const text = `event: ${event}\ndata: ${data}\n\n`
      bytes += text.length
      waiting.push({ text, onSent })
      reader.sent(text.length)
    },
    cork: () => undefined,
    uncork: () => undefined,
    end,
    collect() {
      clearTimeout(lease)
      lease = setTimeout(end, patience).unref()
      const collected = waiting
      waiting = []
      taken += bytes
      bytes = 0
      for (const { onSent } of collected) onSent?.()
      return collected.map(({ text }) => text).join('')
    },
  }
}
