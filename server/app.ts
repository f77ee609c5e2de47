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
import { demoRoutes } from './routes/demoRoutes.ts'
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
  readonly store: Pick<Store, 'engine' | 'repositories' | 'writer' | 'changes' | 'spans' | 'demo' | 'ping'>
  /** Over the same store. Closed by whoever created it. */
  readonly live: LiveStreams
  readonly hosts: AllowedHosts
  /** Decompresses gzip, if the runtime has a better way than web standards. */
  readonly inflate?: Inflate
  /** Identifies the program; differs between builds. Default: the version. */
  readonly build?: string
  /** Its creator updates it when the server is about to stop. */
  readonly readiness?: Readiness
  readonly replyCheck: ReplyCheck
  readonly log: Log
  /** Limits for all batches in progress together. Default: `BODY_LIMITS`. */
  readonly bodyLimits?: BodyBudgetLimits
}

/** Allows a few large batches to arrive while one is being stored, and thousands of small ones. */
const BODY_LIMITS: BodyBudgetLimits = { heldBytes: 4 * BATCH_BYTES_MAX, workingBytes: BATCH_BYTES_MAX }

/**
 * The whole API over a store, as a function from Request to Response. It uses only web standards, so that the same
 * code runs in Node, in tests and in the browser behind the mock. Request guards run before the routes, cheapest
 * first.
 */
export function createApp(parts: AppParts): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(requestLog(parts.log), securityHeaders)
  // Before the guards, because load balancers use an IP address as the host, or none.
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
    ...demoRoutes(store.demo),
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

/** The methods of each path in the contract, as the value of the header Allow. HEAD is allowed wherever GET is. */
function allowedMethods(): ReadonlyMap<string, string> {
  const allowed = new Map<string, string>()
  for (const { method, path } of Object.values(ENDPOINTS)) {
    const more = method === 'GET' ? 'GET, HEAD' : method
    const known = allowed.get(path)
    allowed.set(path, known === undefined ? more : `${known}, ${more}`)
  }
  return allowed
}

/** The keys of a table literal, with their types. */
function namesOf<Name extends EndpointName>(table: Readonly<Record<Name, unknown>>): readonly Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens; the tables of handlers are literals
  return Object.keys(table) as Name[]
}
