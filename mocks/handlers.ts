import { createApp } from '#server/app.ts'
import type { ReplyCheck } from '#server/http/endpoint.ts'
import { LiveStreams } from '#server/live/LiveStreams.ts'
import type { Store } from '#server/store/ports/store.ts'
import { type RequestHandler, http } from 'msw'

type Served = Pick<Store, 'engine' | 'repositories' | 'writer' | 'changes' | 'spans' | 'demo' | 'ping'>

/**
 * The real application over a store, as the mock runs it. By default, every reply is fully checked against the
 * contract.
 */
export const apiOver = (store: Served, replyCheck: ReplyCheck = 'schema') =>
  createApp({
    store,
    live: new LiveStreams(store),
    version: 'mock',
    exposed: false,
    // Requests intercepted by a service worker or a test never crossed a network, so there is no host to check.
    hosts: 'any',
    replyCheck,
    log: () => undefined,
  })

/**
 * The mock is the server: every request to `/api` goes to the real application over the given store, so that the two
 * cannot diverge. Faults that a correct server never produces are in `faults.ts`.
 */
export function apiHandlers(store: Served): readonly RequestHandler[] {
  const app = apiOver(store)
  // Anchored at the origin: the development server's own `/src/api/*.ts` are modules, not API requests.
  return [http.all(/^https?:\/\/[^/]+\/api\//, ({ request }) => app.fetch(request))]
}
