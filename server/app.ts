import { BATCH_BYTES_MAX } from '#contract/batch.ts'
import { ENDPOINTS, type EndpointName } from '#contract/endpoints.ts'
import { Hono } from 'hono'
import { BodyBudget, type BodyBudgetLimits } from './http/BodyBudget.ts'
import { type AppEnv, refuse } from './http/context.ts'
import { type Handlers, type RawHandlers, type ReplyCheck, addJsonEndpoint, addRawEndpoint } from './http/endpoint.ts'
import { failureOf, refusalOf } from './http/failureReply.ts'
import type { Inflate } from './http/receiveBody.ts'
import { openApiDocument } from './http/openapi.ts'
import { problemResponse } from './http/problem.ts'
import { Readiness } from './http/Readiness.ts'
import { RunTags } from './http/RunTags.ts'
import { type Log, requestLog } from './http/requestLog.ts'
import { securityHeaders } from './http/securityHeaders.ts'
import { type AllowedHosts, bodyGuard, hostGuard, originGuard } from './http/requestGuards.ts'
import type { LiveStreams } from './live/LiveStreams.ts'
import type { Store } from './store/ports/store.ts'
import { batchRoutes } from './routes/batchRoutes.ts'
import { compatRoutes } from './routes/compatRoutes.ts'
import { eventRoutes } from './routes/eventRoutes.ts'
import { type About, healthRoutes } from './routes/healthRoutes.ts'
import { integrityRoutes } from './routes/integrityRoutes.ts'
import { nodeRoutes } from './routes/nodeRoutes.ts'
import { addOtlpRoutes } from './routes/otlpRoutes.ts'
import { addProbeRoutes } from './routes/probeRoutes.ts'
import { contentRoutes, recordRoutes } from './routes/recordRoutes.ts'
import { runRoutes } from './routes/runRoutes.ts'
import { searchRoutes } from './routes/searchRoutes.ts'
import { streamRoutes } from './routes/streamRoutes.ts'
import { telemetryRoutes } from './routes/telemetryRoutes.ts'
import { zipRoutes } from './routes/zipRoutes.ts'
import { DAGMetadataEnricher } from './enrich/DAGMetadataEnricher.ts'

export type AppParts = About & {
  readonly store: Pick<Store, 'engine' | 'repositories' | 'writer' | 'changes' | 'spans' | 'ping'>
  /** Over the same store. Whoever made it closes it. */
  readonly live: LiveStreams
  readonly hosts: AllowedHosts
  /** How what gzip packed is unpacked, where the runtime has a better way than web standards. */
  readonly inflate?: Inflate
  /** Another text for another program; the version where it is not given. */
  readonly build?: string
  /** Whoever made it tells it when the server is to stop. */
  readonly readiness?: Readiness
  readonly replyCheck: ReplyCheck
  readonly log: Log
  /** What all batches together may take; `BODY_LIMITS` where it is not given. */
  readonly bodyLimits?: BodyBudgetLimits
}

/** Some large batches may come while one of them is stored, and thousands of small ones. */
const BODY_LIMITS: BodyBudgetLimits = { heldBytes: 4 * BATCH_BYTES_MAX, workingBytes: BATCH_BYTES_MAX }

/**
 * The whole API over a store, as a function from Request to Response. It knows web standards only, so that the same
 * code answers in Node, in tests and in the browser behind the mock. Walls stand in front of the routes, cheapest first.
 */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(requestLog(parts.log), securityHeaders)
  // Before the walls: a balancer asks by an address, or by no name at all.
  addProbeRoutes(app, parts.store, parts.readiness ?? new Readiness())
  app.use(hostGuard(parts.hosts), originGuard(parts.hosts), bodyGuard)

  const handlers = handlersOf(parts)
  const rawHandlers = rawHandlersOf(parts)
  const about = {
    replyCheck: parts.replyCheck,
    bodies: new BodyBudget(parts.bodyLimits ?? BODY_LIMITS),
    tags: new RunTags(parts.store.changes, parts.build ?? parts.version),
  }
  for (const name of namesOf(handlers)) addJsonEndpoint(app, name, handlers[name], about)
  for (const name of namesOf(rawHandlers)) addRawEndpoint(app, name, rawHandlers[name])
  addOtlpRoutes(app, parts.store.spans, undefined, parts.inflate)
  for (const [path, allow] of allowedMethods()) {
    app.all(path, (c) => {
      c.set('route', path)
      const refusal = refuse('method_not_allowed', `This path accepts only ${allow}.`, [], { allow })
      return problemResponse(refusal, c.var.request_id)
    })
  }

  app.notFound((c) => problemResponse(refuse('not_found', 'Nothing is served at this path.'), c.var.request_id))
  app.onError((error, c) => {
    c.set('failure', failureOf(error))
    return problemResponse(refusalOf(error), c.var.request_id)
  })
  return app
}

function handlersOf({ store, version, exposed }: AppParts): Handlers {
  const { repositories } = store
  const enricher = new DAGMetadataEnricher(repositories)
  const nodes = nodeRoutes(repositories, enricher)
  return {
    ...healthRoutes(store, { version, exposed }),
    ...runRoutes(repositories, enricher),
    ...nodes,
    ...compatRoutes(nodes),
    ...eventRoutes(repositories),
    ...recordRoutes(repositories),
    ...searchRoutes(repositories),
    ...integrityRoutes(repositories),
    ...batchRoutes(store),
    ...telemetryRoutes(store.spans),
  }
}

function rawHandlersOf({ store, live, version }: AppParts): RawHandlers {
  let document: string | undefined
  return {
    ...contentRoutes(store.repositories),
    ...zipRoutes(store.repositories),
    ...streamRoutes(live),
    async openapi() {
      document ??= JSON.stringify(openApiDocument(version))
      return new Response(document, { headers: { 'content-type': 'application/json' } })
    },
  }
}

/** What each path of the contract takes, as the header Allow puts it. HEAD is answered wherever GET is. */
function allowedMethods(): ReadonlyMap<string, string> {
  const allowed = new Map<string, string>()
  for (const { method, path } of Object.values(ENDPOINTS)) {
    const more = method === 'GET' ? 'GET, HEAD' : method
    const known = allowed.get(path)
    allowed.set(path, known === undefined ? more : `${known}, ${more}`)
  }
  return allowed
}

/** The keys of a table that is known whole at compile time. */
function namesOf<Name extends EndpointName>(table: Readonly<Record<Name, unknown>>): readonly Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens; tables of handlers are literals
  return Object.keys(table) as Name[]
}
