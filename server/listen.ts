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
  // Longer than the 60 s for which load balancers keep idle connections. The client must close first, or a request
  // may arrive on a connection that is being closed. The limits above start with the first byte of a request.
  keepAliveTimeout: 65_000,
} as const
const CONNECTIONS_MAX = 2_000
/** How long a reply in progress may take once the server is stopping, in milliseconds. */
const GRACE_MS = 2_000

export type Listening = {
  /** The actual port, also if 0 was requested. */
  readonly port: number
  /** Keeps serving, but closes each connection after its next reply, so that none is idle when the server closes. */
  drain(): void
  /** Stops accepting requests and ends those in progress, by force after a grace period. */
  close(): Promise<void>
}

/**
 * Binds the port and serves it with the fetch function from `fetchOn`, which needs to know the port. Rejects with
 * Node's error (`EADDRINUSE`, …) if the port cannot be bound.
 */
export async function listen(port: number, host: string, fetchOn: (port: number) => Fetch): Promise<Listening> {
  const server = createServer(LIMITS)
  server.maxConnections = CONNECTIONS_MAX
  server.listen(port, host)
  await once(server, 'listening')
  const bound = portOf(server)
  // No request can be lost before this line: connections are accepted in a later turn of the event loop.
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

/** The host in the URL of an HTTP/1.0 request without a Host, which the host guard then rejects. */
const NO_NAME = 'unnamed.invalid'

/**
 * Passes requests to `fetch` and compresses its replies. Rejects requests whose raw target could change its meaning
 * when parsed.
 */
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
