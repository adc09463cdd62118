/** Whether the process lives, and whether it takes work. */
import { Router } from 'express'
import type { HttpContext } from './context.ts'

export function healthRoutes({ isReady }: HttpContext): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', (_request, response) => {
    if (isReady()) response.json({ status: 'ready' })
    else response.status(503).json({ status: 'not-ready' })
  })
  return router
}
