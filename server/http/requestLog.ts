import type { MiddlewareHandler } from 'hono'
import type { AppEnv, Failure } from './context.ts'

/** One request, with only what is safe to log: no URL, query, header, body or exception message. */
export type LogLine = {
  readonly time: string
  readonly level: 'info' | 'warn' | 'error'
  readonly request_id: string
  readonly method: string
  /** Pattern of the route, or null if none answered. */
  readonly route: string | null
  readonly status: number
  readonly ms: number
  readonly error: Failure | null
}
export type Log = (line: LogLine) => void

/** Gives each request a generated id, which its reply and its log line share. */
export function requestLog(log: Log): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const began = performance.now()
    const request_id = crypto.randomUUID()
    c.set('request_id', request_id)
    await next()
    c.header('x-request-id', request_id)
    const { status } = c.res
    log({
      time: new Date().toISOString(),
      level: status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info',
      request_id,
      method: METHODS.has(c.req.method) ? c.req.method : 'other',
      route: c.var.route ?? null,
      status,
      ms: Math.round(performance.now() - began),
      error: c.var.failure ?? null,
    })
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

// JSON escapes only C0 control characters. Terminals also interpret C1, and some readers treat U+2028 and U+2029 as
// line ends.
const UNSAFE = /[\u007f-\u009f\u2028\u2029]/g

/** One line of JSON in which no value can break the line or send terminal escapes. */
export const logText = (line: LogLine): string =>
  JSON.stringify(line).replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
