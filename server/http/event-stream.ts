/** A stream of server-sent events: its head, its events, and the heartbeat by which its reader knows that it still flows. */
import type { Response } from 'express'
import { countSent, countShared } from './waiting-answers.ts'

export type EventData = string | readonly [shared: Buffer, own: string]

/** The text of an event up to its data, behind which two line breaks come. */
const headOf = (event: string, id: string | undefined): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: `

/** An event as it stands in a stream. */
export const eventText = (event: string, data: string, id?: string): string =>
  `${headOf(event, id)}${data}\n\n`

export interface EventStream {
  /** Sends an event; `data`, perhaps in pieces, has no line breaks. `onSent` is called when it, and so all before it, has left. */
  send(event: string, data: EventData, options?: { id?: string; onSent?: () => void }): void
  /** Sends events that are put as `eventText` puts them: the same bytes go to others too. */
  repeat(events: Buffer): void
  /** Calls what sends the heartbeat every so many milliseconds until the stream ends. */
  beat(every: number, send: () => void): void
}

/** Begins the answer to a request as a stream. */
export function beginEventStream(response: Response): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  const isOver = () => response.writableEnded || response.destroyed
  const write = (text: string, onSent?: () => void) => {
    response.write(text, () => onSent?.())
    countSent(response, text.length)
  }
  const writeShared = (bytes: Buffer) => {
    response.write(bytes)
    countShared(response, bytes)
  }
  return {
    send(event, data, { id, onSent } = {}) {
      if (isOver()) return
      if (typeof data === 'string') {
        write(eventText(event, data, id), onSent)
        return
      }
      const [shared, own] = data
      write(headOf(event, id))
      writeShared(shared)
      write(`${own}\n\n`, onSent)
    },
    repeat(events) {
      if (!isOver()) writeShared(events)
    },
    beat(every, send) {
      const beating = setInterval(send, every)
      response.on('close', () => clearInterval(beating))
    },
  }
}
