/** Headers, and the refusal of requests that another site's page makes with our cookie. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { sendProblem } from './problem.ts'

/** A fresh nonce for each answer, by which the page's own library may add its one style sheet. */
export const styleNonce: RequestHandler = (_request, response, next) => {
  response.locals['styleNonce'] = randomBytes(16).toString('base64')
  next()
}

/** The nonce of this answer; helmet does not know that its responses are Express's. */
const nonceOf = (response: ServerResponse & { locals?: Record<string, unknown> }): string =>
  String(response.locals?.['styleNonce'])

/** Nothing is loaded from elsewhere; styles come from files, or bear the answer's nonce. */
export const securityHeaders = (isSecure: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", (_request, response) => `'nonce-${nonceOf(response)}'`],
        // An editing browser puts the look of what was deleted on the next letter, until the editor draws it anew.
        styleSrcAttr: ["'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isSecure,
    crossOriginOpenerPolicy: isSecure,
    originAgentCluster: isSecure,
  })

/** Whether a page of another site caused this request. Programs send neither header and bring their own token. */
export function isCrossSite(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const { origin, host } = request.headers
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

/** Whether a socket upgrade comes from another site's page: browsers always send Origin with it. */
export function isCrossSiteUpgrade({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

export const refuseCrossSite: RequestHandler = (request, response, next) => {
  if (!safeMethods.includes(request.method) && isCrossSite(request))
    return sendProblem(response, 'cross-site')
  return next()
}
