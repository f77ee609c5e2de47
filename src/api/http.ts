import { filledPath } from '#contract/Endpoint.ts'
import { Problem } from '#contract/errors.ts'
import { type Read, type ReadName, type ReadReply, READS } from '#contract/reads.ts'
import * as z from 'zod/mini'
import { ApiProblemError, ContractError, UnreachableError } from './errors.ts'
import { assertReplyScope } from './scopeGuard.ts'

/** URL of a backend other than the one that served the page, without a trailing slash; empty for the same origin. */
const BASE = import.meta.env.VITE_API_BASE_URL ?? ''

const TIMEOUT_MS = 30_000

export type Query = Readonly<Record<string, string | number | undefined>>

/**
 * The only way to request JSON from the server: calls an endpoint of the contract and returns its parsed reply, in which
 * every row belongs to the run and node of `params`. Throws `ApiProblemError`, `UnreachableError`, `ContractError` or
 * `ScopeViolationError`.
 */
export async function ask<Name extends ReadName>(
  name: Name,
  params: Readonly<Record<string, string>>,
  query: Query,
  signal: AbortSignal,
): Promise<ReadReply<Name>> {
  const { method, reply: schema, rows }: Read = READS[name]
  if (schema === null) throw new Error(`${name} has no JSON reply in the API contract`)
  const response = await send(urlOf(name, params, query), signal, {}, method)
  const body = await jsonOf(response)
  const parsed = z.safeParse(schema, body)
  if (!parsed.success) throw new ContractError(shapeComplaint(name, parsed.error.issues))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this very name has just parsed it
  const reply = parsed.data as ReadReply<Name> & object
  assertReplyScope({ run_id: params['run_id'], node_id: params['node_id'] }, reply, rows)
  return reply
}

export function urlOf(name: ReadName, params: Readonly<Record<string, string>>, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value))
  const text = search.toString()
  return BASE + filledPath(READS[name].path, params) + (text && `?${text}`)
}

/** The bytes of one of our URLs, from the first up to `maxBytes`. */
export async function askBytes(url: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await send(url, signal, { range: `bytes=0-${maxBytes - 1}` })
  return new Uint8Array(await response.arrayBuffer())
}

async function send(
  url: string,
  signal: AbortSignal,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<Response> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  let response: Response
  try {
    response = await fetch(url, { method, signal: limit, headers: { accept: 'application/json, */*', ...headers } })
  } catch (error) {
    signal.throwIfAborted()
    const why = limit.aborted ? `no reply within ${TIMEOUT_MS / 1000} seconds` : 'the connection failed'
    throw new UnreachableError(`Could not reach the server: ${why}.`, { cause: error })
  }
  if (response.ok) return response
  throw await refusalIn(response)
}

/** The error for a failed response, with the server's own message if it sent one. */
export async function refusalIn(response: Response): Promise<ApiProblemError | UnreachableError> {
  const problem = Problem.safeParse(await response.json().catch(() => undefined))
  if (problem.success) return new ApiProblemError(problem.data)
  return new UnreachableError(`The server replied with status ${response.status} and no details.`)
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw new ContractError('The server reply is not JSON.', { cause: error })
  }
}

/** Names the places where the reply breaks the contract, but never their values: those may be someone else's data. */
function shapeComplaint(name: ReadName, issues: readonly z.core.$ZodIssue[]): string {
  const places = issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the reply itself')
  return `The reply to ${name} does not match the API contract at ${places.join(', ')}.`
}
