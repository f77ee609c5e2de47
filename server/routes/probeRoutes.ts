import type { Hono } from 'hono'
import { type AppEnv, refuse } from '#server/http/context.ts'
import { problemResponse } from '#server/http/problem.ts'
import type { Readiness } from '#server/http/Readiness.ts'
import type { Store } from '#server/store/ports/store.ts'

const NO_STORE = { 'cache-control': 'no-store' }

/**
 * What load balancers and orchestrators ask, many times a minute: `/livez` whether the process answers at all, `/readyz`
 * whether requests are to be sent here: 503 where the database cannot be read, and from the moment the server is to stop.
 * They tell nothing of what is stored, so that they are answered under every name of host, and written to by neither.
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
