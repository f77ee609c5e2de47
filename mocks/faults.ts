import { EventColumns } from '#contract/columns.ts'
import { DagColumns } from '#contract/dagColumns.ts'
import { ENDPOINTS, type EndpointName } from '#contract/endpoints.ts'
import { PROBLEMS, type Problem, type ProblemCode, problemType } from '#contract/errors.ts'
import type { RunId } from '#contract/ids.ts'
import type { Store } from '#server/store/ports/store.ts'
import { type HttpHandler, HttpResponse, type JsonBodyType, delay, http } from 'msw'
import * as z from 'zod/mini'
import { apiOver } from './handlers.ts'
import { mixColumns, mixDag } from './mixColumns.ts'

/**
 * Handwritten faults, because a correct server never triggers the client's guards. Each is for one endpoint of the
 * contract, `server.use(offline('getDag'))`, and for one run or node if `at` is given.
 */
type At = Readonly<Partial<Record<'run_id' | 'node_id' | 'event_id' | 'file_id', string>>>

/** A reply as the faults see it: an envelope whose parts can be replaced. */
type Envelope = Readonly<Record<string, JsonBodyType>>

function on(name: EndpointName, at: At, answer: (request: Request) => Promise<Response | undefined>): HttpHandler {
  const given = new Map(Object.entries(at))
  const path = ENDPOINTS[name].path.replace(/:(\w+)/g, (parameter, key: string) => {
    const value = given.get(key)
    return value === undefined ? parameter : encodeURIComponent(value)
  })
  const of = { GET: http.get, POST: http.post, DELETE: http.delete }[ENDPOINTS[name].method]
  return of(`*${path}`, ({ request }) => answer(request))
}

/**
 * A correct envelope whose last row belongs to `other`, as sent by a query that lacks the run in its WHERE clause.
 */
export const foreignItem = (store: Store, name: EndpointName, other: RunId, at: At = {}): HttpHandler =>
  on(name, at, async (request) => {
    const [own, foreign] = await Promise.all([honest(store, request.url), honest(store, ofRun(request.url, other))])
    return HttpResponse.json(mix(own, foreign))
  })

/** The entire reply for `other`, including the envelope, as sent by a mixed-up cache or proxy. */
export const foreignScope = (store: Store, name: EndpointName, other: RunId, at: At = {}): HttpHandler =>
  on(name, at, async (request) => HttpResponse.json(await honest(store, ofRun(request.url, other))))

/** A failure or a refusal as described in the contract. */
export const problem = (name: EndpointName, code: ProblemCode, at: At = {}): HttpHandler =>
  on(name, at, async () => {
    const { status, title } = PROBLEMS[code]
    const body: Problem = {
      type: problemType(code),
      code,
      title,
      status,
      detail: `This is a test of ${code}.`,
      instance: 'urn:uuid:00000000-0000-4000-8000-00000000fa17',
      errors: [],
    }
    return new HttpResponse(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/problem+json' },
    })
  })

/** Truncated JSON, as after a broken connection. */
export const malformedJson = (name: EndpointName, at: At = {}): HttpHandler =>
  on(name, at, async () => new HttpResponse('{"scope":{"run_id":', { headers: { 'content-type': 'application/json' } }))

/** An HTML page with status 200, as sent by proxies and login pages instead of the API's reply. */
export const htmlInsteadOfJson = (name: EndpointName, at: At = {}): HttpHandler =>
  on(name, at, async () => HttpResponse.html('<!doctype html><title>Please log in</title>'))

/** Well-formed JSON that violates the contract. */
export const wrongShape = (name: EndpointName, at: At = {}): HttpHandler =>
  on(name, at, async () => HttpResponse.json({ data: { rows: 'none' } }))

/** A handwritten reply, for example one of a large database, or one with hostile text. */
export const written = (name: EndpointName, body: JsonBodyType, at: At = {}): HttpHandler =>
  on(name, at, async () => HttpResponse.json(body))

/** No connection. */
export const offline = (name: EndpointName, at: At = {}): HttpHandler => on(name, at, async () => HttpResponse.error())

/** The correct reply, `ms` milliseconds later. */
export const slow = (name: EndpointName, ms: number, at: At = {}): HttpHandler =>
  on(name, at, async () => {
    await delay(ms)
    // Returning undefined leaves the request to the next handler, the real application.
    return undefined
  })

/** The correct reply, but only after `release` is called; for tests that control the order of replies. */
export function held(name: EndpointName, at: At = {}): { readonly handler: HttpHandler; readonly release: () => void } {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const handler = on(name, at, async () => {
    await released
    return undefined
  })
  return { handler, release: () => release() }
}

async function honest(store: Store, url: string): Promise<Envelope> {
  const response = await apiOver(store).request(url)
  if (!response.ok) throw new Error(`a fault needs an honest reply to spoil, but ${url} answered ${response.status}`)
  return response.json()
}

/** The same request for another run, which is a path segment, or the `run_id` parameter of a compatibility path. */
const ofRun = (url: string, other: RunId): string =>
  url.replace(/(\/api\/runs\/|[?&]run_id=)[0-9a-f-]{36}/, (_, before: string) => before + other)

/** `own` with the first row of `foreign` appended to its rows, wherever the envelope has them. */
function mix(own: Envelope, foreign: Envelope): Envelope {
  if ('item' in own) return { ...own, item: foreign['item'] ?? null }
  if ('columns' in own)
    return {
      ...own,
      columns: mixColumns(z.parse(EventColumns, own['columns']), z.parse(EventColumns, foreign['columns'])),
    }
  if ('node_columns' in own) return { ...mixDag(z.parse(DagColumns, own), z.parse(DagColumns, foreign)) }
  const place = 'nodes' in own ? 'nodes' : 'items'
  const rows = [...listOf(own[place]), ...listOf(foreign[place]).slice(0, 1)]
  return 'total' in own ? { ...own, [place]: rows, total: rows.length } : { ...own, [place]: rows }
}

const listOf = (value: JsonBodyType): readonly JsonBodyType[] => (Array.isArray(value) ? value : [])
