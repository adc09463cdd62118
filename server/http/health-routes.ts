/** Whether the process lives, whether it takes work, and its figures. */
import { Router } from 'express'
import type { HttpContext } from './context.ts'

export function healthRoutes({ isReady, metrics }: HttpContext): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', (_request, response) => {
    if (isReady()) response.json({ status: 'ready' })
    else response.status(503).json({ status: 'not-ready' })
  })
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.read())
  })
  return router
}
