import type { Handlers } from '#server/http/endpoint.ts'
import type { Store } from '#server/store/ports/store.ts'
import { within } from '#server/http/within.ts'

/** Monitors time out quickly, and then learn nothing. */
const HEALTH_LIMIT_MS = 3000

export type About = {
  readonly version: string
  /** Whether the server listens beyond loopback, where anybody can read its data. */
  readonly exposed: boolean
}

export const healthRoutes = (store: Pick<Store, 'engine' | 'ping'>, about: About): Handlers<'health'> => ({
  async health() {
    await within(HEALTH_LIMIT_MS, store.ping())
    return {
      status: 'ok',
      version: about.version,
      database: store.engine,
      exposed_without_authentication: about.exposed,
    }
  },
})
