import type { Hono } from 'hono'
import { type AppEnv, refuse } from '#server/http/context.ts'
import { problemResponse } from '#server/http/problem.ts'
import type { Readiness } from '#server/http/Readiness.ts'
import type { Store } from '#server/store/ports/store.ts'

const NO_STORE = { 'cache-control': 'no-store' }

/**
 * Probes for load balancers and orchestrators, called many times a minute. `/livez`: whether the process answers at
 * all. `/readyz`: whether requests should be sent here; 503 if the database cannot be read, and as soon as the server
 * starts to stop. They reveal nothing that is stored, so they answer under any host name, and neither writes.
 */
export function addProbeRoutes(app: Hono<AppEnv>, store: Pick<Store, 'ping'>, readiness: Readiness): void {
  app.get('/livez', (c) => {
    c.set('route', '/livez')
    return c.json({ status: 'ok' }, 200, NO_STORE)
  })
  app.get('/readyz', async (c) => {
    c.set('route', '/readyz')
    if (readiness.ask() === 'draining') {
      const refusal = refuse(
        'unavailable',
        'The server is shutting down. Send requests to another instance.',
        [],
        NO_STORE,
      )
      return problemResponse(refusal, c.var.request_id)
    }
    await store.ping()
    return c.json({ status: 'ok' }, 200, NO_STORE)
  })
}
