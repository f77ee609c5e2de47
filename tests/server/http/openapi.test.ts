import { ENDPOINTS, type EndpointName, pathOf } from '#contract/endpoints.ts'
import { BLUE, CANARY } from '#mocks/fixtures/twinRuns.ts'
import { PARAMETER_TEXTS } from '#server/http/openapiParameters.ts'
import { appOver, twinStore } from '#tests/support/twinApp.ts'
import { expect, test } from 'vitest'
import * as z from 'zod'

type Operation = {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly description: string
    readonly schema: object
  }[]
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, { schema: object }>> }
  readonly responses: Readonly<
    Record<
      string,
      { readonly content?: Readonly<Record<string, { readonly schema: object & { readonly $ref?: string } }>> }
    >
  >
}
type Method = 'get' | 'post'
type Document = {
  readonly openapi: string
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}
const { app } = appOver(await twinStore())
const document = (await (await app.request('/api/openapi.json')).json()) as Document
const names = Object.keys(ENDPOINTS) as EndpointName[]
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
)
const posted = operations.filter(([place]) => place.startsWith('post '))

/** What the document says of a reply, as a schema that checks it: read from the JSON Schema alone, without the contract. */
function describedReply(operation: Operation | undefined): z.ZodType {
  const schema = operation?.responses['200']?.content?.['application/json']?.schema ?? {}
  const text = JSON.stringify({ ...schema, $defs: document.components.schemas })
  return z.fromJSONSchema(
    JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.JSONSchema,
  )
}

const IDS = {
  run_id: BLUE,
  node_id: 'step_1',
  event_id: `${CANARY.blue}-call`,
  file_id: `${CANARY.blue}-report`,
  message_id: `${CANARY.blue}-message`,
}
const QUERIES: Readonly<Partial<Record<EndpointName, string>>> = {
  searchRun: '?kind=event&q=e',
  compatNodeEvents: `?run_id=${BLUE}`,
  compatNodeSummary: `?run_id=${BLUE}`,
  compatNodeFiles: `?run_id=${BLUE}`,
}
const read = names.filter((name) => {
  const { method, path, reply } = ENDPOINTS[name]
  return method === 'GET' && reply !== null && [...path.matchAll(/:(\w+)/g)].every(([, id]) => id && id in IDS)
})

test.each(read)('what the server answers to %s is as the served document says, and no wider', async (name) => {
  const operation = operations.find(([, { operationId }]) => operationId === name)?.[1]
  const described = describedReply(operation)
  const response = await app.request(`${pathOf(name, IDS)}${QUERIES[name] ?? ''}`)
  const reply = (await response.json()) as object
  expect(response.status).toBe(200)
  expect(described.safeParse(reply).error?.issues ?? []).toEqual([])
  expect(described.safeParse({ ...reply, surplus: 1 }).success).toBe(false)
  for (const field of Object.keys(reply)) {
    const { [field as keyof typeof reply]: _, ...rest } = reply
    expect([field, described.safeParse(rest).success]).toEqual([field, false])
  }
})

test('the served document is of the version that the server is of', () => {
  expect([document.openapi, document.info.version]).toEqual(['3.1.0', '0.0.0'])
})

test('every endpoint is there under its method, path and name', () => {
  const listed = names.map((name) => {
    const { method, path } = ENDPOINTS[name]
    return [name, `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`]
  })
  expect(operations.map(([place, { operationId }]) => [operationId, place])).toEqual(listed)
})

test.each(operations)('%s declares each of its parameters, in words', (place, operation) => {
  const inPath = [...place.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
  const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
  expect(declared.map((parameter) => parameter.name)).toEqual(inPath)
  expect(declared.every((parameter) => parameter.required)).toBe(true)
  for (const { name, description } of operation.parameters)
    expect([name, description]).toEqual([name, PARAMETER_TEXTS[name]])
  expect(operation.parameters.every(({ description }) => description.length > 10)).toBe(true)
  const queryNames = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => parameter.name)
  const endpoint = names.find((name) => name === operation.operationId)
  expect(queryNames).toEqual(Object.keys(endpoint ? ENDPOINTS[endpoint].query.shape : {}))
})

test.each([
  ['/api/runs/{run_id}/events', { type: 'integer', minimum: 1, maximum: 500, default: 100 }],
  ['/api/runs/{run_id}/event-columns', { type: 'integer', minimum: 1, maximum: 20_000, default: 20_000 }],
])('%s tells how many rows may be asked for', (path, schema) => {
  const limit = document.paths[path]?.get?.parameters.find(({ name }) => name === 'limit')
  expect(limit?.schema).toEqual(schema)
})

test('the compatibility paths say that the run is required', () => {
  const { parameters } = document.paths['/api/nodes/{node_id}/events']?.get ?? { parameters: [] }
  expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual(['node_id', 'run_id'])
})

test.each(operations)('%s tells what it answers, and how it refuses', (_, { responses }) => {
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '421', '500', '503']))
})

test.each(operations.filter(([place]) => place.includes('{')))(
  '%s can be asked for what is not there',
  (_, { responses }) => {
    expect(Object.keys(responses)).toContain('404')
  },
)

test.each(posted)('%s tells what is to be sent, and how that can be refused', (_, { requestBody, responses }) => {
  expect(requestBody?.required).toBe(true)
  expect(Object.keys(requestBody?.content ?? {})).toEqual(['application/json'])
  expect(Object.keys(responses)).toEqual(expect.arrayContaining(['403', '413', '415', '422']))
})

test('only what is posted has a body', () => {
  for (const [place, { requestBody }] of operations)
    expect([place, requestBody === undefined]).toEqual([place, !place.startsWith('post ')])
})

test('a batch is described as it is sent: times are text, and only keys are required', () => {
  const schema = document.paths['/api/runs/{run_id}/batch']?.post?.requestBody?.content['application/json']?.schema
  expect(schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: {
      events: {
        type: 'array',
        items: { required: ['event_id'], properties: { started_at: { type: ['string', 'null'] } } },
      },
    },
  })
  expect(JSON.stringify(schema)).not.toContain('readOnly')
})

test('every reference leads somewhere, and every schema is led to', () => {
  const refs = new Set([...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? ''))
  for (const ref of refs) {
    const target = ref
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], document)
    expect([ref, typeof target]).toEqual([ref, 'object'])
  }
  const unused = Object.keys(document.components.schemas).filter((name) => !refs.has(`#/components/schemas/${name}`))
  expect(unused).toEqual([])
})

test('a schema says what the contract says', () => {
  expect(document.components.schemas['NodeRef']).toEqual({
    type: 'object',
    properties: {
      run_id: { type: 'string', pattern: expect.stringContaining('[0-9a-f]{8}-') },
      node_id: { type: 'string' },
    },
    required: ['run_id', 'node_id'],
    additionalProperties: false,
  })
})
