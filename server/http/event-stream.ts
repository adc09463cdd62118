/** A stream of server-sent events: its head, its events, and the heartbeat by which its reader knows that it still flows. */
import type { Response } from 'express'
import { countSent } from './waiting-answers.ts'

export interface EventStream {
  /** Sends an event; `data` has no line breaks. `onSent` is called when it, and so all before it, has left. */
  send(event: string, data: string, options?: { id?: string; onSent?: () => void }): void
  /** Calls what sends the heartbeat at once, then every so many milliseconds until the stream ends. */
  beat(every: number, send: () => void): void
}

/** Begins the answer to a request as a stream. */
export function beginEventStream(response: Response): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  return {
    send(event, data, { id, onSent } = {}) {
      if (response.writableEnded || response.destroyed) return
      const head = id === undefined ? '' : `id: ${id}\n`
      const text = `${head}event: ${event}\ndata: ${data}\n\n`
      response.write(text, () => onSent?.())
      countSent(response, text.length)
    },
    beat(every, send) {
      const beating = setInterval(send, every)
      response.on('close', () => clearInterval(beating))
      send()
    },
  }
}
