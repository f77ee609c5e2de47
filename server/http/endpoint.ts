import type { Endpoint } from '#contract/Endpoint.ts'
import { ENDPOINTS, type EndpointName, type ReplyOf } from '#contract/endpoints.ts'
import type { Context, Hono } from 'hono'
import * as z from 'zod/mini'
import { type AppEnv, type Refusal, isRefusal, refuse } from './context.ts'
import { fieldErrors, sentenceOf } from './fieldErrors.ts'
import { problemResponse } from './problem.ts'
import { askedScope, assertReplyScope } from './replyScope.ts'
import { isKnown, type RunTags, tagHeaders } from './RunTags.ts'
import type { BodyBudget, BodyShare } from './BodyBudget.ts'
import { BUSY, readBody, runThrough, toldBytes, tooLarge } from './requestBody.ts'
import { type RawInput, pathInput, queryInput } from './requestInput.ts'

type Table = typeof ENDPOINTS

/** Endpoints whose reply is JSON with a schema, and endpoints that build their own response. */
export type JsonEndpoint = { [Name in EndpointName]: Table[Name]['reply'] extends null ? never : Name }[EndpointName]
export type RawEndpoint = Exclude<EndpointName, JsonEndpoint>

export type InputOf<Name extends EndpointName> = {
  readonly params: z.output<Table[Name]['params']>
  readonly query: z.output<Table[Name]['query']>
} & Posted<Table[Name]>
/** The posted body, if the endpoint has one. */
type Posted<Row> = Row extends { readonly body: { readonly schema: infer Schema extends z.core.$ZodType } }
  ? { readonly body: z.output<Schema> }
  : unknown

export type Handler<Name extends JsonEndpoint> = (input: InputOf<Name>) => Promise<(ReplyOf<Name> & object) | Refusal>
export type RawHandler<Name extends RawEndpoint> = (
  input: InputOf<Name>,
  request: Request,
) => Promise<Response | Refusal>

/** One handler per endpoint of the contract. A missing handler or a wrong reply does not compile. */
export type Handlers<Names extends JsonEndpoint = JsonEndpoint> = { readonly [Name in Names]: Handler<Name> }
export type RawHandlers<Names extends RawEndpoint = RawEndpoint> = { readonly [Name in Names]: RawHandler<Name> }

/** How replies are checked before they are sent: always their scope, and in development their whole schema. */
export type ReplyCheck = 'scope' | 'schema'

export function addJsonEndpoint<Name extends JsonEndpoint>(
  app: Hono<AppEnv>,
  name: Name,
  handler: Handler<Name>,
  {
    replyCheck,
    bodies,
    tags,
  }: { readonly replyCheck: ReplyCheck; readonly bodies: BodyBudget; readonly tags: RunTags },
): void {
  const { method, path, reply: schema } = ENDPOINTS[name]
  const { body, rows }: Endpoint = ENDPOINTS[name]

  async function answer(c: Context<AppEnv>, share: BodyShare | undefined): Promise<Response> {
    const input = await readInput(name, c.req.raw, share)
    if (isRefusal(input)) return send(c, input)
    const asked = askedScope(input)
    const tag = await tags.tagOf(name, asked.run_id)
    if (tag !== undefined && isKnown(c.req.raw, tag)) return c.body(null, 304, tagHeaders(tag))
    const reply: object = await handler(input)
    if (isRefusal(reply)) return send(c, reply)
    assertReplyScope(asked, reply, rows)
    if (replyCheck === 'schema') assertSchema(schema, reply, name)
    return c.json(reply, 200, tag === undefined ? {} : tagHeaders(tag))
  }

  app.on(method, path, async (c) => {
    c.set('route', path)
    if (!body) return await answer(c, undefined)
    const bytes = toldBytes(c.req.raw)
    if (bytes > body.maxBytes) return send(c, tooLarge(body.maxBytes))
    const answered = await bodies.admit(bytes, (share) => answer(c, share))
    if (answered) return answered
    // A client that is cut off while sending may never read the reply, so the body is read to its end first.
    await runThrough(c.req.raw.body)
    return send(c, BUSY)
  })
}

export function addRawEndpoint<Name extends RawEndpoint>(
  app: Hono<AppEnv>,
  name: Name,
  handler: RawHandler<Name>,
): void {
  const { method, path } = ENDPOINTS[name]
  app.on(method, path, async (c) => {
    c.set('route', path)
    const input = await readInput(name, c.req.raw)
    const answer = isRefusal(input) ? input : await handler(input, c.req.raw)
    return isRefusal(answer) ? send(c, answer) : answer
  })
}

function send(c: Context<AppEnv>, refusal: Refusal): Response {
  c.set('failure', { name: 'Refusal', code: refusal.refused })
  return problemResponse(refusal, c.var.request_id)
}

/** Maximum number of invalid fields named in a reply: thousands in a query must not produce megabytes. */
const ERRORS_MAX = 20

/** Reads and checks the path and query parameters, reporting all errors of both at once, and then the body. */
async function readInput<Name extends EndpointName>(
  name: Name,
  request: Request,
  share?: BodyShare,
): Promise<InputOf<Name> | Refusal> {
  const { pathname, search } = new URL(request.url)
  const { path, params, query } = ENDPOINTS[name]
  const { body }: Endpoint = ENDPOINTS[name]
  const rawQuery = queryInput(search)
  const readParams = parse(params, pathInput(path, pathname))
  const readQuery = parse(query, rawQuery)
  if (readParams.success && readQuery.success) {
    const posted = body && share && (await readBody(request, body, share))
    if (posted && isRefusal(posted)) return posted
    const input: object = { params: readParams.data, query: readQuery.data, body: posted?.data }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all were parsed with this endpoint's schemas, which TypeScript cannot see through the table lookup
    return input as InputOf<Name>
  }
  const errors = [...errorsOf(readParams), ...errorsOf(readQuery)].slice(0, ERRORS_MAX)
  return lacksRun(query, rawQuery)
    ? refuse('run_id_required', `${WHY_A_RUN} ${canonical(path)}, or add ?run_id= with the id of a run.`, errors)
    : refuse('bad_request', `${sentenceOf(errors)}.`, errors)
}

const WHY_A_RUN = 'Node ids such as step_1 repeat in every run, so a node id alone is ambiguous. Use'

/** The canonical path for a compatibility path: it nests the node in its run. */
const canonical = (path: string): string => path.replace(/^\/api\//, '/api/runs/:run_id/')

/** Whether the query lacks a required run. For an event's tree the run is optional. */
const lacksRun = (query: z.ZodMiniObject, raw: RawInput): boolean =>
  query.shape['run_id'] !== undefined &&
  !z.safeParse(query.shape['run_id'], undefined).success &&
  raw.kind === 'read' &&
  !Object.hasOwn(raw.values, 'run_id')

type Parsed<Value> =
  | { readonly success: true; readonly data: Value }
  | { readonly success: false; readonly errors: ReturnType<typeof fieldErrors> }

function parse<Schema extends z.core.$ZodType>(schema: Schema, raw: RawInput): Parsed<z.output<Schema>> {
  if (raw.kind === 'unreadable') return { success: false, errors: raw.errors }
  const result = z.safeParse(schema, raw.values)
  return result.success
    ? { success: true, data: result.data }
    : { success: false, errors: fieldErrors(result.error.issues) }
}

const errorsOf = (parsed: Parsed<unknown>) => (parsed.success ? [] : parsed.errors)

/** A reply that violates the contract is a bug: throws, naming the fields but not the values. */
function assertSchema(schema: z.core.$ZodType, reply: object, name: EndpointName): void {
  const result = z.safeParse(schema, reply)
  if (result.success) return
  const places = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`)
  throw new Error(`the reply of ${name} breaks the contract at ${places.join(', ')}`)
}
