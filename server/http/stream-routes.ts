/**
 * The words for networks that block WebSockets: the same frames, down as server-sent events and up as requests, through the
 * same door with the same rights. There is no second way of saving.
 */
import { randomBytes } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { closeCode, overloadReason } from '#shared/protocol/close-codes'
import type { CollectedLine } from '#shared/protocol/event-streams'
import { limits } from '#shared/protocol/frames'
import { decodeUp } from '#shared/protocol/stream'
import type { Wire } from '../sync/connection.ts'
import { openFairPlaces } from '../sync/fair-places.ts'
import type { Ends } from '../sync/text-rooms-door.ts'
import { addressOf } from './address.ts'
import { frameBodies, memberOf } from './bodies.ts'
import type { HttpContext } from './context.ts'
import { collectedDown, type LineDown, streamDown } from './line-down.ts'
import { openPlaces } from './places.ts'
import { sendProblem, sendTooMany } from './problem.ts'
import { signInOf } from './sign-in.ts'
import { textDoor } from './text-door.ts'
import { sideOf } from './waiting-answers.ts'

/** Longer requests are kept in memory until they end: so many of one sign-in at once. */
const longRequest = 64 * 1024
const mostLongRequests = 2
/** Streams of one sign-in: a browser has one. */
const mostStreams = 30
/** Streams of all readers of follow links together: the address with the most gives way. */
const mostFollowing = 5000
/** Whoever finds no place may try again after so many milliseconds. */
const comeBack = 5000
/** Channels of one stream: the tabs of a browser have no more texts open than this. */
const mostChannels = 200

/** A line whose events nobody collects for so long is over, in milliseconds: tabs that nobody sees ask once a minute. */
const uncollected = 90_000

interface Channel {
  readonly wire: Wire
  /** Undefined until the door has let it in. */
  ends: Ends | undefined
  /** While the sender is held back: resolves when more may be taken in. */
  gate: Promise<void> | undefined
}

interface Stream {
  readonly down: LineDown
  readonly sessionKey: string
  readonly channels: Map<number, Channel>
}

/** Opens a channel on a stream: what it sends bears its number. */
function openChannel({ down, channels }: Stream, number: number): Channel {
  let openGate: (() => void) | undefined
  const resume = () => {
    openGate?.()
    openGate = undefined
    channel.gate = undefined
  }
  const wire: Wire = {
    isOpen: () => channels.get(number) === channel && down.isOpen(),
    waitingBytes: () => down.waitingBytes(),
    send(frame, onSent) {
      const data = `${number} ${Buffer.from(frame).toString('base64')}`
      down.send('frame', data, onSent)
    },
    cork: () => down.cork(),
    uncork: () => down.uncork(),
    close(code, reason) {
      if (!wire.isOpen()) return
      channels.delete(number)
      resume()
      down.send('close', `${number} ${code} ${reason}`)
      channel.ends?.onClose()
    },
    pause() {
      channel.gate ??= new Promise((settle) => {
        openGate = settle
      })
    },
    resume,
  }
  const channel: Channel = { wire, ends: undefined, gate: undefined }
  channels.set(number, channel)
  return channel
}

export function streamRoutes(context: HttpContext): Router {
  const { rooms, identity, isSecure, heartbeat, metrics } = context
  const longRequests = openPlaces(mostLongRequests)
  const following = openFairPlaces(context.followers ?? mostFollowing)
  const router = Router()
  const streams = new Map<string, Stream>()
  const signInTo = (request: Request) => {
    const query = new URL(request.originalUrl, 'http://host').searchParams
    return { query, signIn: signInOf(request, identity, isSecure, query) }
  }

  /**
   * Makes a line of its own for who asks, and gives back its name; `open` begins its way down. Nothing when the answer has been
   * sent already.
   */
  const addLine = (
    request: Request,
    response: Response,
    open: (name: string, onEnd: () => void) => LineDown,
  ): string | undefined => {
    const { signIn } = signInTo(request)
    if (!signIn) {
      sendProblem(response, 'signed-out')
      return undefined
    }
    const { sessionKey } = signIn
    let down: LineDown | undefined
    const leave = memberOf(context, signIn)
      ? () => undefined
      : following.enter(addressOf(request, context.trustedProxies), () => down?.end())
    if (!leave) {
      metrics.turnedAway('word-streams')
      sendTooMany(response, comeBack)
      return undefined
    }
    const own = [...streams.values()].filter((each) => each.sessionKey === sessionKey)
    // A browser has one: whoever opens ever more loses the oldest.
    if (own.length >= mostStreams) own[0]?.down.end()
    const name = randomBytes(24).toString('base64url')
    const channels: Stream['channels'] = new Map()
    const onEnd = () => {
      leave()
      streams.delete(name)
      const open = [...channels.values()]
      channels.clear()
      for (const { ends, wire } of open) {
        ends?.onClose()
        wire.resume()
      }
    }
    down = open(name, onEnd)
    streams.set(name, { sessionKey, channels, down })
    return name
  }

  router.get('/api/stream', (request, response) => {
    addLine(request, response, (name, onEnd) => streamDown(response, name, heartbeat, onEnd))
  })

  // Where streams are held back: what would go down waits, and goes with the answers to what goes up.
  router.post('/api/stream', (request, response) => {
    const name = addLine(request, response, (_name, onEnd) =>
      collectedDown(uncollected, rooms.waiting, sideOf(context, request), onEnd),
    )
    if (name === undefined) return undefined
    const made: CollectedLine = { name }
    return response.status(201).set('Cache-Control', 'no-store').json(made)
  })

  /** The stream that a request is for; asked before its body is read. */
  const streamOf = (request: Request): Stream | 'signed-out' | 'not-found' => {
    const { signIn } = signInTo(request)
    const stream = streams.get(String(request.params['name']))
    if (!signIn) return 'signed-out'
    return stream?.sessionKey === signIn.sessionKey ? stream : 'not-found'
  }

  router.post(
    '/api/stream/:name',
    (request, response, next) => {
      const stream = streamOf(request)
      if (typeof stream === 'string') return sendProblem(response, stream)
      // A body without a length may be any.
      if (Number(request.get('Content-Length') ?? Number.POSITIVE_INFINITY) <= longRequest)
        return next()
      const leave = longRequests.enter(stream.sessionKey)
      if (!leave) {
        metrics.turnedAway('uploads')
        return sendTooMany(response, 0)
      }
      request.on('end', leave)
      response.on('close', leave)
      return next()
    },
    frameBodies(context),
    async (request, response) => {
      const stream = streamOf(request)
      if (typeof stream === 'string') return sendProblem(response, stream)
      const { query } = signInTo(request)
      const body: unknown = request.body
      const messages = body instanceof Uint8Array ? decodeUp(body) : undefined
      if (!messages) return sendProblem(response, 'malformed-request')
      for (const message of messages) {
        const channel = stream.channels.get(message.channel)
        await channel?.gate
        // It may have been closed meanwhile: what was sent behind that is nobody's.
        if (channel && stream.channels.get(message.channel) !== channel) continue
        if (message.kind === 'frame') {
          if (message.frame.length > limits.message)
            channel?.wire.close(closeCode.tooLarge, 'too large')
          else channel?.ends?.onFrame(message.frame)
        } else if (message.kind === 'close') channel?.wire.close(1000, '')
        else if (!channel && stream.channels.size < mostChannels) {
          const { textId, reader } = textDoor(context, request, message.text, query)
          const opened = openChannel(stream, message.channel)
          const address = addressOf(request, context.trustedProxies)
          opened.ends = rooms.connect(textId, reader, message.optIn, opened.wire, address)
        } else if (channel) return sendProblem(response, 'malformed-request')
        else {
          const told = `${closeCode.overloaded} ${overloadReason.tooManyConnections}`
          stream.down.send('close', `${message.channel} ${told}`)
        }
      }
      const { collect } = stream.down
      if (!collect) return response.status(204).end()
      return response
        .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
        .send(collect())
    },
  )

  return router
}
