import { getRequestListener } from '@hono/node-server'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { once } from 'node:events'
import { compressed } from './compressed.ts'
import { refuse } from './http/context.ts'
import { problemOf } from './http/problem.ts'
import { refusedTarget } from './http/rawTarget.ts'
import { SECURITY_HEADERS } from './http/securityHeaders.ts'

type Fetch = (request: Request) => Response | Promise<Response>

const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  // Longer than the minute for which balancers keep an idle connection: whoever closes first must be the one that sends, or
  // a request meets a connection that is just being closed. The limits above count from the first byte of a request.
  keepAliveTimeout: 65_000,
} as const
const CONNECTIONS_MAX = 2_000
/** How long a reply that is under way may take once the server is to stop. */
const GRACE_MS = 2_000

export type Listening = {
  /** The port in use, also where 0 was asked for. */
  readonly port: number
  /** Goes on answering, and ends each connection with the next reply on it, so that none is left idle when all is closed. */
  drain(): void
  /** Takes no more requests and ends those under way, by force after a moment. */
  close(): Promise<void>
}

/**
 * Binds the port and answers with the fetch that `fetchOn` makes for it; the port is known only then. Rejects with Node's
 * error (`EADDRINUSE`, …) where it cannot be bound.
 */
export async function listen(port: number, host: string, fetchOn: (port: number) => Fetch): Promise<Listening> {
  const server = createServer(LIMITS)
  server.maxConnections = CONNECTIONS_MAX
  server.listen(port, host)
  await once(server, 'listening')
  const bound = portOf(server)
  // No request can be lost before this line: connections are taken in a later turn of the event loop.
  const answer = nodeListener(fetchOn(bound))
  let isDraining = false
  server.on('request', (incoming, outgoing) => {
    if (isDraining) outgoing.shouldKeepAlive = false
    answer(incoming, outgoing)
  })
  return {
    port: bound,
    drain() {
      isDraining = true
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), GRACE_MS)
      await closed
      clearTimeout(force)
    },
  }
}

/** Stands in the URL of a request of HTTP/1.0 without a Host, which the host wall then turns away. */
const NO_NAME = 'unnamed.invalid'

/** Hands requests to `fetch` and packs what it answers; but those whose target could change its meaning on the way are turned away first. */
function nodeListener(fetch: Fetch): (incoming: IncomingMessage, outgoing: ServerResponse) => void {
  const answer = getRequestListener(compressed(fetch), { overrideGlobalObjects: false, hostname: NO_NAME })
  return (incoming, outgoing) => {
    const reason = refusedTarget(incoming.url ?? '')
    if (reason === undefined) void answer(incoming, outgoing)
    else turnAway(outgoing, reason)
  }
}

function turnAway(outgoing: ServerResponse, reason: string): void {
  const request_id = crypto.randomUUID()
  const refusal = refuse('bad_request', `The path ${reason}.`, [{ field: 'path', message: reason }])
  const problem = problemOf(refusal, request_id)
  outgoing
    .writeHead(problem.status, {
      ...SECURITY_HEADERS,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      'x-request-id': request_id,
    })
    .end(JSON.stringify(problem))
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return address.port
}
