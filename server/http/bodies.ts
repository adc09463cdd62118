/** The bodies of requests: what has come of them is counted for their sender while they arrive, and until they are answered. */
import express, { type Request, type RequestHandler } from 'express'
import { limits } from '#shared/protocol/frames'
import type { SignIn } from '../identity/identity.ts'
import {
  mostOfMember,
  mostOfReader,
  mostOfStranger,
  type Sender,
  type WhyEnded,
} from '../sync/unfinished.ts'
import { addressOf } from './address.ts'
import type { HttpContext } from './context.ts'
import { sendProblem, sendTooMany } from './problem.ts'
import { signInOf } from './sign-in.ts'

/** Whoever was turned away may try again after so many milliseconds. */
const comeBack = 1000
/** Somebody who goes on sending after the answer is cut off after so many milliseconds. */
const farewell = 2000

/** The member who sends a request; undefined for a reader of the follow link and for a stranger. */
export const memberOf = ({ identity }: HttpContext, signIn: SignIn | undefined) =>
  signIn?.signedIn.flatMap((each) => {
    const actor = identity.actorIn(signIn, each.groupId)
    return actor?.by === 'member' ? [actor] : []
  })[0]

function senderOf(context: HttpContext, request: Request, signIn: SignIn | undefined): Sender {
  const address = addressOf(request, context.trustedProxies)
  const member = memberOf(context, signIn)
  if (member) {
    const { memberId } = member
    return { key: memberId, most: mostOfMember, side: memberId, mayBeLong: () => true }
  }
  const reader = { side: address, mayBeLong: () => false }
  return signIn
    ? { ...reader, key: signIn.sessionKey, most: mostOfReader }
    : { ...reader, key: address, most: mostOfStranger }
}

/** What reads a body, and how many bytes it may have. */
interface Parser {
  readonly parse: RequestHandler
  readonly most: number
}

/**
 * Reads a body and counts it meanwhile. Express's own parsers would read a body that is too long to its end before they answer.
 */
function counted(
  context: HttpContext,
  sender: Sender,
  { parse, most }: Parser,
  [request, response, next]: Parameters<RequestHandler>,
): void {
  let isTurnedAway = false
  const turnAway = (why: WhyEnded) => {
    if (isTurnedAway) return
    isTurnedAway = true
    context.metrics.turnedAway('uploads')
    if (!response.headersSent) {
      if (why === 'too-long') sendProblem(response, 'body-too-large')
      else sendTooMany(response, comeBack)
    }
    setTimeout(() => {
      if (!request.complete) request.destroy()
    }, farewell).unref()
  }
  if (Number(request.get('Content-Length') ?? 0) > most) return turnAway('too-long')
  const arriving = context.rooms.unfinished.watch(sender, turnAway)
  let bytes = 0
  request.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes <= most) return arriving.came(bytes, false)
    arriving.leave()
    return turnAway('too-long')
  })
  request.on('end', arriving.arrived)
  response.on('close', arriving.leave)
  parse(request, response, (error?: unknown) => {
    if (!response.headersSent) next(error)
  })
}

/** Reads bodies of JSON: of a member as long as the longest command, of anybody else no longer than a reader's message. */
export function jsonBodies(context: HttpContext): RequestHandler {
  const parserOf = (most: number): Parser => ({
    parse: express.json({ limit: most, inflate: false }),
    most,
  })
  const [short, long] = [parserOf(limits.readerMessage), parserOf(limits.body)]
  return (request, response, next) => {
    if (!request.is('json')) return next()
    const signIn = signInOf(request, context.identity, context.isSecure)
    const parser = memberOf(context, signIn) ? long : short
    return counted(context, senderOf(context, request, signIn), parser, [request, response, next])
  }
}

/** Reads bodies of octets that carry frames, for who is signed in: of those who only read no longer than one message of theirs. */
export function frameBodies(context: HttpContext): RequestHandler {
  const type = 'application/octet-stream'
  const parserOf = (most: number): Parser => ({
    parse: express.raw({ type, limit: most, inflate: false }),
    most,
  })
  const [short, long] = [parserOf(limits.readerMessage + 1024), parserOf(2 * limits.message)]
  return (request, response, next) => {
    const query = new URL(request.originalUrl, 'http://host').searchParams
    const signIn = signInOf(request, context.identity, context.isSecure, query)
    const isWriter = signIn?.signedIn.some((each) => {
      const actor = context.identity.actorIn(signIn, each.groupId)
      return actor?.by === 'member' && actor.role !== 'observer'
    })
    const parser = isWriter ? long : short
    return counted(context, senderOf(context, request, signIn), parser, [request, response, next])
  }
}
