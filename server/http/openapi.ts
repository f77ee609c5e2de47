import type { Endpoint } from '#contract/Endpoint.ts'
import { ENDPOINTS, type EndpointName } from '#contract/endpoints.ts'
import { EventColumns } from '#contract/columns.ts'
import * as entities from '#contract/entities.ts'
import { PROBLEMS, Problem } from '#contract/errors.ts'
import { NodeRef, RunScope } from '#contract/ids.ts'
import { JsonValue } from '#contract/json.ts'
import * as summaries from '#contract/summaries.ts'
import * as z from 'zod/mini'
import { isOfOneRun } from './RunTags.ts'
import { PARAMETER_TEXTS, parameterSchema } from './openapiParameters.ts'

type Json = Readonly<Record<string, unknown>>

const PREFIX = '#/components/schemas/'
const ANY_JSON = { description: 'Any JSON value.' }

/** Schemas that the document defines by name; all others are inlined. */
const NAMED: Readonly<Record<string, z.core.$ZodType>> = {
  JsonValue,
  RunScope,
  NodeRef,
  Problem,
  EventRow: entities.EventRow,
  ExecutionEvent: entities.ExecutionEvent,
  RunFile: entities.RunFile,
  Message: entities.Message,
  EventColumns,
  SessionRow: summaries.SessionRow,
  RunRow: summaries.RunRow,
  RunFacets: summaries.RunFacets,
  EnrichedNode: summaries.EnrichedNode,
  EnrichedEdge: summaries.EnrichedEdge,
  ExecutionSummary: summaries.ExecutionSummary,
}

/** The OpenAPI 3.1 description of the API, generated from the schemas that check its requests and replies. */
export function openApiDocument(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Runlens',
      version,
      description:
        'Runs of agent workflows. Node ids repeat in every run, so a node is always addressed by run id and node id, and every reply repeats the scope of its request. POST /v1/traces accepts OpenTelemetry traces (OTLP over HTTP, JSON or protobuf, optionally gzipped) and replies as OTLP specifies. Load balancers can probe /livez and /readyz, which answer 200 or 503.',
    },
    paths: paths(),
    components: {
      schemas: componentSchemas(),
      responses: Object.fromEntries(
        statuses().map((status) => [
          `Problem${status}`,
          {
            description: titlesOf(status),
            content: { 'application/problem+json': { schema: { $ref: `${PREFIX}Problem` } } },
          },
        ]),
      ),
    },
  }
}

/** A path may have several methods, each an operation of its own. */
function paths(): Json {
  const operations = new Map<string, Json>()
  for (const name of namesOf(ENDPOINTS)) {
    const { method, path } = ENDPOINTS[name]
    const place = path.replace(/:(\w+)/g, '{$1}')
    operations.set(place, { ...operations.get(place), [method.toLowerCase()]: operation(name) })
  }
  return Object.fromEntries(operations)
}

function operation(name: EndpointName): Json {
  const { summary, params, query, scope, body }: Endpoint = ENDPOINTS[name]
  const refused = [400, 421, 500, 503, ...(isOfOne(params, scope) ? [404] : [])]
  if (name === 'getFileContent') refused.push(416)
  if (name === 'getEventTree') refused.push(409)
  if (body !== undefined) refused.push(403, 408, 409, 413, 415, 422)
  return {
    operationId: name,
    summary,
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body && { requestBody: requestBody(body) }),
    responses: {
      ...success(name),
      ...Object.fromEntries(
        refused.map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  }
}

/** Whether the requested thing may be missing: a run, something in it, or something else that the path names. */
const isOfOne = (params: Endpoint['params'], scope: Endpoint['scope']): boolean =>
  (scope !== 'public' && scope !== 'global') || Object.keys(params.shape).length > 0

/** The schema of the body as sent, where times are plain text, not as parsed. */
const requestBody = ({ schema, maxBytes }: NonNullable<Endpoint['body']>): Json => ({
  required: true,
  description: `JSON, at most ${maxBytes} bytes.`,
  content: {
    'application/json': {
      schema: cleaned(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: anyJson })),
    },
  },
})

function success(name: EndpointName): Json {
  const { reply, summary } = ENDPOINTS[name]
  if (reply !== null) {
    const schema = { $ref: `${PREFIX}${replyNames().get(reply)}` }
    return {
      200: { description: summary, content: { 'application/json': { schema } } },
      ...(isOfOneRun(name) && { 304: { description: 'Not modified: If-None-Match matches the current reply' } }),
    }
  }
  if (name === 'openapi') return { 200: { description: summary, content: { 'application/json': { schema: {} } } } }
  if (name === 'getRunFilesZip' || name === 'getNodeFilesZip')
    return { 200: { description: 'The ZIP archive, as a download', content: { 'application/zip': { schema: {} } } } }
  if (name === 'runStream' || name === 'runListStream')
    return {
      200: {
        description: 'Server-sent events, until either side disconnects',
        content: { 'text/event-stream': { schema: {} } },
      },
    }
  const content = { 'application/octet-stream': { schema: {} } }
  return {
    200: { description: 'The whole file, as a download', content },
    206: { description: 'The requested byte range', content },
    304: { description: 'Not modified: If-None-Match matches the current file' },
  }
}

function parameters(schema: z.ZodMiniObject, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    description: PARAMETER_TEXTS[name] ?? '',
    schema: parameterSchema(schema, name) ?? property,
  }))
}

/**
 * Schema names of the replies, such as `ListRunsReply`. A compatibility path shares the schema, and so the name, of its
 * canonical path.
 */
function replyNames(): ReadonlyMap<z.core.$ZodType, string> {
  const names = new Map<z.core.$ZodType, string>()
  for (const name of namesOf(ENDPOINTS)) {
    const { reply } = ENDPOINTS[name]
    if (reply !== null && !names.has(reply)) names.set(reply, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Reply`)
  }
  return names
}

function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id })
  for (const [schema, id] of replyNames()) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    io: 'output',
    uri: (id) => `${PREFIX}${id}`,
    unrepresentable: 'any',
    override: anyJson,
  })
  const { __shared: _, ...named } = schemas
  return Object.fromEntries(Object.entries(named).map(([id, schema]) => [id, cleaned(schema)]))
}

/** In OpenAPI 3.1, the empty schema means any JSON. A lazy schema, which is always JsonValue, becomes one. */
const anyJson: NonNullable<z.core.ToJSONSchemaParams['override']> = ({ zodSchema, jsonSchema }) => {
  if (zodSchema._zod.def.type !== 'lazy') return
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
  Object.assign(jsonSchema, ANY_JSON)
}

/**
 * Removes what only belongs in a standalone document, and replaces the shared recursive schema, which is always
 * JsonValue, with a reference by name.
 */
const cleaned = (schema: object): unknown =>
  JSON.parse(
    JSON.stringify({ ...schema, $schema: undefined, $id: undefined }).replace(
      /#\/components\/schemas\/__shared#\/\$defs\/\w+/g,
      `${PREFIX}JsonValue`,
    ),
  )

const statuses = (): readonly number[] => [...new Set(Object.values(PROBLEMS).map(({ status }) => status))]

const titlesOf = (status: number): string =>
  Object.values(PROBLEMS)
    .filter((problem) => problem.status === status)
    .map(({ title }) => title)
    .join('; or: ')

function namesOf(table: typeof ENDPOINTS): readonly EndpointName[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens; the table is a literal
  return Object.keys(table) as EndpointName[]
}
