import type { Handlers } from '#server/http/endpoint.ts'
import type { Store } from '#server/ports.ts'

export type About = {
  readonly version: string
  /** Whether the server listens beyond loopback, where anybody can read what it holds. */
  readonly exposed: boolean
}

export const healthRoutes = (store: Pick<Store, 'engine' | 'ping'>, about: About): Handlers<'health'> => ({
  async health() {
    await store.ping()
    return {
      status: 'ok',
      version: about.version,
      database: store.engine,
      exposed_without_authentication: about.exposed,
    }
  },
})
