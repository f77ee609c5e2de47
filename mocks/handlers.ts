import { createApp } from '#server/app.ts'
import type { ReplyCheck } from '#server/http/endpoint.ts'
import { LiveStreams } from '#server/live/LiveStreams.ts'
import type { Store } from '#server/store/ports/store.ts'
import { type RequestHandler, http } from 'msw'

type Served = Pick<Store, 'engine' | 'repositories' | 'writer' | 'changes' | 'spans' | 'ping'>

/** The real application over a store, as the mock runs it: every reply is checked against the contract in full, unless asked otherwise. */
export const apiOver = (store: Served, replyCheck: ReplyCheck = 'schema') =>
  createApp({
    store,
    live: new LiveStreams(store),
    version: 'mock',
    exposed: false,
    // Requests that a service worker or a test caught never crossed a network, so there is no host to check.
    hosts: 'any',
    replyCheck,
    log: () => undefined,
  })

/**
 * The mock is the server: each request to `/api` goes to the same application, over whatever store it is given, so
 * that the two cannot drift apart. What an honest server never does is in `faults.ts`.
 */
export function apiHandlers(store: Served): readonly RequestHandler[] {
  const app = apiOver(store)
  // Anchored at the origin: the development server's own `/src/api/*.ts` are modules, not requests to the API.
  return [http.all(/^https?:\/\/[^/]+\/api\//, ({ request }) => app.fetch(request))]
}
