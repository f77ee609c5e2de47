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
 * Lies and accidents, written by hand: an honest application can never trip the guards of its reader. Each is for one
 * endpoint of the contract, `server.use(offline('getDag'))`, and for one run or node where `at` names it.
 */
type At = Readonly<Partial<Record<'run_id' | 'node_id' | 'event_id' | 'file_id', string>>>

/** A reply as fakes see it: an envelope of which any part may be replaced. */
type Envelope = Readonly<Record<string, JsonBodyType>>

function on(name: EndpointName, at: At, answer: (request: Request) => Promise<Response | undefined>): HttpHandler {
  const given = new Map(Object.entries(at))
  const path = ENDPOINTS[name].path.replace(/:(\w+)/g, (parameter, key: string) => {
    const value = given.get(key)
    return value === undefined ? parameter : encodeURIComponent(value)
  })
  return http.get(`*${path}`, ({ request }) => answer(request))
}

/** An honest envelope in which one row, the last, is of `other`: what a forgotten predicate on the run sends. */
export const foreignItem = (store: Store, name: EndpointName, other: RunId, at: At = {}): HttpHandler =>
  on(name, at, async (request) => {
    const [own, foreign] = await Promise.all([honest(store, request.url), honest(store, ofRun(request.url, other))])
    return HttpResponse.json(mix(own, foreign))
  })

/** The whole reply for `other`, envelope and all: what a mixed-up cache or proxy sends. */
export const foreignScope = (store: Store, name: EndpointName, other: RunId, at: At = {}): HttpHandler =>
  on(name, at, async (request) => HttpResponse.json(await honest(store, ofRun(request.url, other))))

/** The reply of a server that failed, or refused, in the way that the contract describes. */
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

/** JSON that ends in the middle, as when a connection broke. */
export const malformedJson = (name: EndpointName, at: At = {}): HttpHandler =>
  on(name, at, async () => new HttpResponse('{"scope":{"run_id":', { headers: { 'content-type': 'application/json' } }))

/** A page with status 200, as proxies and login walls send it in place of an API's reply. */
export const htmlInsteadOfJson = (name: EndpointName, at: At = {}): HttpHandler =>
  on(name, at, async () => HttpResponse.html('<!doctype html><title>Please log in</title>'))

/** Well-formed JSON of another contract. */
export const wrongShape = (name: EndpointName, at: At = {}): HttpHandler =>
  on(name, at, async () => HttpResponse.json({ data: { rows: 'none' } }))

/** A reply that the test wrote by hand, such as one of a large database, or one with hostile text in it. */
export const written = (name: EndpointName, body: JsonBodyType, at: At = {}): HttpHandler =>
  on(name, at, async () => HttpResponse.json(body))

/** No connection at all. */
export const offline = (name: EndpointName, at: At = {}): HttpHandler => on(name, at, async () => HttpResponse.error())

/** The honest reply, `ms` milliseconds later. */
export const slow = (name: EndpointName, ms: number, at: At = {}): HttpHandler =>
  on(name, at, async () => {
    await delay(ms)
    // A handler that answers nothing leaves the request to the next one, which is the honest application.
    return undefined
  })

/** The honest reply, but not before `release` is called; for tests that must decide which reply comes first. */
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

/** The same question about another run; the run is a path segment, or the `run_id` of a compatibility path. */
const ofRun = (url: string, other: RunId): string =>
  url.replace(/(\/api\/runs\/|[?&]run_id=)[0-9a-f-]{36}/, (_, before: string) => before + other)

/** `own` with the first row of `foreign` behind its rows, wherever the envelope keeps them. */
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
