/** Answers and streams that their readers do not take are counted with all that waits for readers. */
import type { Request, RequestHandler, Response } from 'express'
import type { WaitingReader } from '../sync/waiting.ts'
import { addressOf } from './address.ts'
import { memberOf } from './bodies.ts'
import type { HttpContext } from './context.ts'
import { signInOf } from './sign-in.ts'

const readers = new WeakMap<Response, WaitingReader>()
/** Bytes in an answer that are in others too. */
const sharedBytes = new WeakMap<Response, Uint8Array>()

/** Whose answer it is: a member's, or that of an address. */
export function sideOf(context: HttpContext, request: Request): string {
  const query = new URL(request.originalUrl, 'http://host').searchParams
  const signIn = signInOf(request, context.identity, context.isSecure, query)
  return memberOf(context, signIn)?.memberId ?? addressOf(request, context.trustedProxies)
}

/** Counts what waits in each answer; beyond the bound of all it is cut off, and asked for again. */
export function watchAnswers(context: HttpContext): RequestHandler {
  return (request, response, next) => {
    const { socket } = request
    /** The whole of a plain answer: a compressor keeps what the line does not take. */
    let ended = 0
    const reader = context.rooms.waiting.watch({
      side: () => sideOf(context, request),
      bytes: () => Math.max(ended, response.writableLength),
      shared() {
        const shared = sharedBytes.get(response)
        return shared && response.writableLength >= shared.length ? [shared] : []
      },
      taken: () => socket.bytesWritten - socket.writableLength,
      end() {
        context.metrics.turnedAway('slow-readers')
        response.destroy()
      },
    })
    readers.set(response, reader)
    response.on('finish', reader.leave).on('close', reader.leave)
    const end = response.end.bind(response)
    Object.assign(response, {
      end(...given: unknown[]): unknown {
        const [body] = given
        if (typeof body === 'string' || body instanceof Uint8Array) {
          ended = body.length
          reader.sent(ended)
        }
        return Reflect.apply(end, undefined, given)
      },
    })
    next()
  }
}

/** So many bytes were written to an answer that goes on. */
export function countSent(response: Response, bytes: number): void {
  readers.get(response)?.sent(bytes)
}

/** These bytes, which other answers have too, were written to an answer. */
export function countShared(response: Response, bytes: Uint8Array): void {
  sharedBytes.set(response, bytes)
  countSent(response, bytes.length)
}
