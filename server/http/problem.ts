/** Every "no" over HTTP is a problem document (RFC 9457) with a code, a sentence, and no stack trace to a stranger. */
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Problem, ProblemCode } from '#shared/protocol/api'
import type { Refusal } from '#shared/record/refusal'
import { StorageRefuses } from '../store/store.ts'

type TransportCode = Exclude<ProblemCode, Refusal['code']>

const transport: Record<TransportCode, readonly [status: number, sentence: string]> = {
  'signed-out': [401, 'You are not signed in. Open your personal link.'],
  'another-member': [
    409,
    'This page was opened for another member than the one who is signed in now. Nothing was changed.',
  ],
  'other-epoch': [
    409,
    'A backup was put in place since, and the room is not what you saw. Look at it, and do this again if you still want it.',
  ],
  'signed-in-as-another': [
    409,
    'The link is the seat of another member than the one who is signed in here.',
  ],
  'link-invalid': [404, 'This link is not known here.'],
  'link-expired': [410, 'This link has expired. Ask the secretariat for a new one.'],
  'link-revoked': [410, 'This link no longer signs in. Ask the secretariat for a new one.'],
  'follow-link-closed': [410, 'The public follow link of this meeting is closed.'],
  'setup-code-wrong': [403, 'This is not the set-up code that the server printed.'],
  'already-set-up': [409, 'A working group exists here already.'],
  'not-found': [404, 'There is nothing at this address.'],
  'malformed-request': [400, 'The request could not be read.'],
  'body-too-large': [413, 'The request is larger than you may send here.'],
  'not-acceptable': [406, 'This address gives JSON, HTML or plain text.'],
  'cross-site': [403, 'The request came from another site.'],
  'storage-refuses': [
    503,
    'The server cannot write to its disk. Nothing was changed; try again soon.',
  ],
  'too-many-requests': [429, 'This is more at once than one member may ask for. Try again soon.'],
  internal: [500, 'Something went wrong here. It has been logged.'],
}

function send(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

/** Answers with one of the transport's own problems. */
export function sendProblem(
  response: Response,
  code: TransportCode,
  errors?: Problem['errors'],
  seats?: Problem['seats'],
): void {
  const [status, detail] = transport[code]
  send(response, {
    type: `urn:adref:problem:${code}`,
    title: detail,
    status,
    code,
    detail: errors?.[0] ? `${errors[0].field}: ${errors[0].message}` : detail,
    ...(errors ? { errors } : {}),
    ...(seats ? { seats } : {}),
  })
}

/** Tells somebody who asks for too much when to come back, in milliseconds from now. */
export function sendTooMany(response: Response, wait: number): void {
  response.set('Retry-After', String(Math.max(1, Math.ceil(wait / 1000))))
  sendProblem(response, 'too-many-requests')
}

/** Answers with a refusal of the record. */
export function sendRefusal(
  response: Response,
  { code, status, sentence }: Refusal,
  errors?: Problem['errors'],
): void {
  send(response, {
    type: `urn:adref:problem:${code}`,
    title: sentence,
    status,
    code,
    detail: errors?.[0] ? `${errors[0].field}: ${errors[0].message}` : sentence,
    ...(errors ? { errors } : {}),
  })
}

/** A failed validation in the words of its fields. */
export const fieldErrors = (error: z.ZodError): NonNullable<Problem['errors']> =>
  error.issues.map((issue) => ({
    field: issue.path.map(String).join('.') || 'body',
    message: issue.message,
  }))

export const unknownAddress: RequestHandler = (_request, response) =>
  sendProblem(response, 'not-found')

/** Errors that Express's own parts throw: unreadable bodies, files that are not there. */
const HttpError = z.object({ type: z.string().optional(), status: z.number() })

/** The last handler: what was thrown becomes a problem; bugs are logged and told nothing of. */
export const errorHandler =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const http = HttpError.safeParse(error)
    if (error instanceof StorageRefuses) {
      log.error({ event: 'store-refused', cause: String(error.cause) })
      response.set('Retry-After', '1')
      return sendProblem(response, 'storage-refuses')
    }
    if (error instanceof z.ZodError)
      return sendProblem(response, 'malformed-request', fieldErrors(error))
    if (http.success && http.data.type === 'entity.too.large')
      return sendProblem(response, 'body-too-large')
    if (http.success && http.data.status === 404) return sendProblem(response, 'not-found')
    if (http.success && http.data.status < 500) return sendProblem(response, 'malformed-request')
    if (error instanceof URIError) return sendProblem(response, 'malformed-request')
    log.error({ event: 'request-failed', error })
    return sendProblem(response, 'internal')
  }
