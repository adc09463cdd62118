/** Serves the built client: hashed files for ever, the page itself never cached, any other address the page. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router } from 'express'

const pageIn = (clientFolder: string): string =>
  readFileSync(join(clientFolder, 'index.html'), 'utf8')

/** Which build of the client this is: its page names all its files by their content. */
export const releaseOf = (clientFolder: string): string =>
  createHash('sha256').update(pageIn(clientFolder)).digest('hex').slice(0, 16)

export function staticClient(clientFolder: string): Router {
  const router = Router()
  const page = pageIn(clientFolder).replaceAll('PAGE_RELEASE', releaseOf(clientFolder))
  const sendPage: express.RequestHandler = (request, response, next) => {
    if (request.method !== 'GET' || !request.accepts('html')) return next()
    const nonce = String(response.locals['styleNonce'])
    return response
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(page.replaceAll('STYLE_NONCE', nonce))
  }
  router.get('/', sendPage)
  router.use(
    '/assets',
    express.static(join(clientFolder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      fallthrough: false,
    }),
  )
  router.use(express.static(clientFolder, { index: false, maxAge: '1h' }))
  router.get(/^\/(join|follow|setup|groups)(\/|$)/, sendPage)
  return router
}
