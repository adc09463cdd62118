/** The Express application, from its routes. */
import compression from 'compression'
import express, { type Express } from 'express'
import { jsonBodies } from './http/bodies.ts'
import { bracketRoutes } from './http/bracket-routes.ts'
import { chainRoutes } from './http/chain-routes.ts'
import type { HttpContext } from './http/context.ts'
import { deskRoutes } from './http/desk-routes.ts'
import { groupRoutes } from './http/group-routes.ts'
import { healthRoutes } from './http/health-routes.ts'
import { linkRoutes } from './http/link-routes.ts'
import { openApiDocument } from './http/openapi.ts'
import { ownBracketsRoutes } from './http/own-brackets-routes.ts'
import { errorHandler, unknownAddress } from './http/problem.ts'
import { recordRoutes } from './http/record-routes.ts'
import { refuseCrossSite, securityHeaders, styleNonce } from './http/security.ts'
import { sessionRoutes } from './http/session-routes.ts'
import { sendShared } from './http/shared-answers.ts'
import { staticClient } from './http/static-client.ts'
import { streamRoutes } from './http/stream-routes.ts'
import { temperatureRoutes } from './http/temperature-routes.ts'
import { textRoutes } from './http/text-routes.ts'
import { watchAnswers } from './http/waiting-answers.ts'

export function makeApp(context: HttpContext): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use(styleNonce, securityHeaders(context.isSecure))
  app.use(healthRoutes(context))
  app.use(refuseCrossSite)
  app.use(jsonBodies(context))
  // An event stream must not wait in a compressor's buffer.
  app.use(
    compression({
      filter: (request, response) =>
        !/\/(events|stream)$/.test(request.path) && compression.filter(request, response),
    }),
  )
  app.use(watchAnswers(context))
  app.use(sessionRoutes(context))
  app.use(groupRoutes(context))
  app.use(recordRoutes(context))
  app.use(chainRoutes(context))
  app.use(deskRoutes(context))
  app.use(ownBracketsRoutes(context))
  app.use(temperatureRoutes(context))
  app.use(bracketRoutes(context))
  app.use(linkRoutes(context))
  app.use(textRoutes(context))
  app.use(streamRoutes(context))
  // Written when somebody asks: to write it takes a sixth of a start.
  app.get('/api/openapi.json', async (request, response) => {
    const answer = await context.answers.of('openapi', '', () => [
      JSON.stringify(openApiDocument()),
    ])
    await sendShared(request, response.type('json'), answer)
  })
  app.use('/api', unknownAddress)
  app.use(staticClient(context.clientFolder))
  app.use(unknownAddress)
  app.use(errorHandler(context.log))
  return app
}
