import type { MiddlewareHandler } from 'hono'
import { type AppEnv, type Refusal, refuse } from './context.ts'
import { problemResponse } from './problem.ts'

/** `any` only without a network in between: in the mock API, which has no Host header. */
export type AllowedHosts = 'any' | readonly string[]

type Guard = MiddlewareHandler<AppEnv>

/**
 * Refuses requests for other host names. A page of another site can make its own name resolve to 127.0.0.1 (DNS
 * rebinding), which then counts as same-origin; only the Host header reveals it.
 */
export function hostGuard(hosts: AllowedHosts): Guard {
  const allowed = hosts === 'any' ? undefined : new Set(hosts.map((host) => host.toLowerCase()))
  return async (c, next) => {
    const host = c.req.header('host')?.toLowerCase()
    if (allowed === undefined || (host !== undefined && allowed.has(host))) return next()
    return turnAway(c, refuse('misdirected_host', 'Use localhost, or add this host to ALLOWED_HOSTS.'))
  }
}

/** Requests that are not reads must come from the app's own pages, or from programs, which send no Origin. */
export function originGuard(hosts: AllowedHosts): Guard {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    const site = c.req.header('sec-fetch-site') ?? 'none'
    const origin = c.req.header('origin')
    const ownOrigin = origin === undefined || hosts === 'any' || isOneOf(origin, hosts)
    if (ownOrigin && (site === 'same-origin' || site === 'none')) return next()
    return turnAway(c, refuse('forbidden_origin', 'Only pages of this server may send this request.'))
  }
}

function isOneOf(origin: string, hosts: readonly string[]): boolean {
  const asked = origin.toLowerCase()
  return hosts.some((host) => [`http://${host}`, `https://${host}`].some((own) => own.toLowerCase() === asked))
}

export const BODY_MAX_BYTES = 256 * 1024

/** Requests whose routes read the body themselves with `readBytes` and enforce their own limit. */
const OWN_BODY_LIMIT: readonly { readonly method: string; readonly path: RegExp }[] = [
  { method: 'POST', path: /^(?:\/api\/public\/otel|\/otel)?\/v1\/(?:traces|logs|metrics)$/ },
  { method: 'POST', path: /^\/api\/runs\/[^/]+\/batch$/ },
]

const hasOwnLimit = (method: string, path: string): boolean =>
  OWN_BODY_LIMIT.some((route) => route.method === method && route.path.test(path))

/**
 * A body must declare its length, which HTTP enforces, so it can be refused unread. The framework's own limit counts a
 * body of unknown length by constructing a new Request, which throws on Node's adapter, even without a body. A route
 * that reads `c.req.raw.body` in chunks does not have this problem.
 */
export const bodyGuard: Guard = async (c, next) => {
  if (hasOwnLimit(c.req.method, c.req.path)) return next()
  const length = Number(c.req.header('content-length') ?? 0)
  if (length <= BODY_MAX_BYTES && c.req.header('transfer-encoding') === undefined) return next()
  const detail = `A request body must have at most ${BODY_MAX_BYTES} bytes and a Content-Length header.`
  return turnAway(c, refuse('payload_too_large', detail))
}

function turnAway(c: Parameters<Guard>[0], refusal: Refusal): Response {
  c.set('failure', { name: 'Refusal', code: refusal.refused })
  return problemResponse(refusal, c.var.request_id)
}
