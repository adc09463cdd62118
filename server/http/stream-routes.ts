/**
 * The words for networks that block WebSockets: the same frames, down as server-sent events and up as requests, through the
 * same door with the same rights. There is no second way of saving.
 */
import { randomBytes } from 'node:crypto'
import express, { type Response, Router } from 'express'
import * as decoding from 'lib0/decoding'
import { closeCode } from '#shared/protocol/close-codes'
import { limits, optInParameter } from '#shared/protocol/frames'
import type { Wire } from '../sync/connection.ts'
import type { Ends } from '../sync/text-rooms.ts'
import type { HttpContext } from './context.ts'
import { sendProblem } from './problem.ts'
import { signInOf } from './sign-in.ts'
import { textDoor } from './text-door.ts'

/** A stream that is read, and where its requests go. */
interface Stream {
  readonly ends: Ends
  readonly wire: Wire
  readonly sessionKey: string
  /** Resolves when more may be taken in. */
  readonly mayRead: () => Promise<void>
}

/** A stream of events as a wire; a pause lets its requests wait for their answer. */
function streamWire(response: Response): { wire: Wire; mayRead: () => Promise<void> } {
  let gate: Promise<void> | undefined
  let open: (() => void) | undefined
  const resume = () => {
    open?.()
    gate = undefined
    open = undefined
  }
  const wire: Wire = {
    isOpen: () => !response.writableEnded && !response.destroyed,
    waitingBytes: () => response.writableLength,
    send(frame, onSent) {
      response.write(`data: ${Buffer.from(frame).toString('base64')}\n\n`, () => onSent?.())
    },
    close(code, reason) {
      resume()
      if (wire.isOpen()) response.end(`event: close\ndata: ${code} ${reason}\n\n`)
    },
    pause() {
      gate ??= new Promise((settle) => {
        open = settle
      })
    },
    resume,
  }
  return { wire, mayRead: async () => gate }
}

/** The frames of one request, each with its length before it; undefined when they are not whole. */
function framesOf(body: Uint8Array): Uint8Array[] | undefined {
  const decoder = decoding.createDecoder(body)
  const frames: Uint8Array[] = []
  try {
    while (decoding.hasContent(decoder)) frames.push(decoding.readVarUint8Array(decoder))
  } catch {
    return undefined // A stranger's bytes need not be frames.
  }
  return frames
}

export function streamRoutes(context: HttpContext): Router {
  const { rooms, identity, isSecure } = context
  const router = Router()
  const streams = new Map<string, Stream>()

  router.get('/api/texts/:textId/stream', (request, response) => {
    const query = new URL(request.originalUrl, 'http://host').searchParams
    const { textId, reader } = textDoor(context, request, request.params.textId, query)
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    const name = randomBytes(24).toString('base64url')
    response.write(`event: open\ndata: ${name}\n\n`)
    const { wire, mayRead } = streamWire(response)
    const ends = rooms.connect(textId, reader, query.has(optInParameter), wire)
    if (!ends || !reader) return
    streams.set(name, { ends, wire, sessionKey: reader.sessionKey, mayRead })
    response.on('close', () => {
      streams.delete(name)
      ends.onClose()
    })
  })

  router.post(
    '/api/texts/:textId/stream/:name',
    express.raw({ type: 'application/octet-stream', limit: limits.message + 1024 }),
    async (request, response) => {
      const signIn = signInOf(request, identity, isSecure)
      if (!signIn) return sendProblem(response, 'signed-out')
      const stream = streams.get(request.params.name)
      if (stream?.sessionKey !== signIn.sessionKey) return sendProblem(response, 'not-found')
      const body: unknown = request.body
      const frames = body instanceof Uint8Array ? framesOf(body) : undefined
      if (!frames) {
        stream.wire.close(closeCode.malformed, 'malformed message')
        return sendProblem(response, 'malformed-request')
      }
      for (const frame of frames) {
        await stream.mayRead()
        if (stream.wire.isOpen()) stream.ends.onFrame(frame)
      }
      return response.status(204).end()
    },
  )

  return router
}
