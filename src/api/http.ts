import { filledPath } from '#contract/Endpoint.ts'
import { Problem } from '#contract/errors.ts'
import { type ReadName, type ReadReply, READS } from '#contract/reads.ts'
import * as z from 'zod/mini'
import { ApiProblemError, ContractError, UnreachableError } from './errors.ts'

/** URL of a backend other than the one that served the page, without a trailing slash; empty for the same origin. */
const BASE = import.meta.env.VITE_API_BASE_URL ?? ''

const TIMEOUT_MS = 30_000

export type Query = Readonly<Record<string, string | number | undefined>>

/**
 * The only way to request JSON from the server: calls an endpoint of the contract and returns its parsed reply. Throws
 * `ApiProblemError`, `UnreachableError` or `ContractError`. The caller checks the scope, because only it knows which
 * one it asked for.
 */
export async function ask<Name extends ReadName>(
  name: Name,
  params: Readonly<Record<string, string>>,
  query: Query,
  signal: AbortSignal,
): Promise<ReadReply<Name>> {
  const schema: z.core.$ZodType | null = READS[name].reply
  if (schema === null) throw new Error(`${name} does not answer with JSON of the contract`)
  const response = await send(urlOf(name, params, query), signal, {})
  const body = await jsonOf(response)
  const parsed = z.safeParse(schema, body)
  if (!parsed.success) throw new ContractError(shapeComplaint(name, parsed.error.issues))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this endpoint has just parsed it
  return parsed.data as ReadReply<Name>
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

async function send(url: string, signal: AbortSignal, headers: Readonly<Record<string, string>>): Promise<Response> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  let response: Response
  try {
    response = await fetch(url, { signal: limit, headers: { accept: 'application/json, */*', ...headers } })
  } catch (error) {
    signal.throwIfAborted()
    const why = limit.aborted ? `it did not answer within ${TIMEOUT_MS / 1000} seconds` : 'the connection failed'
    throw new UnreachableError(`The server could not be reached: ${why}.`, { cause: error })
  }
  if (response.ok) return response
  throw await refusalIn(response)
}

/** The error for a failed response, with the server's own message if it sent one. */
export async function refusalIn(response: Response): Promise<ApiProblemError | UnreachableError> {
  const problem = Problem.safeParse(await response.json().catch(() => undefined))
  if (problem.success) return new ApiProblemError(problem.data)
  return new UnreachableError(`The server answered ${response.status} without saying why.`)
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw new ContractError('The server did not answer with JSON.', { cause: error })
  }
}

/** Names the places where the reply breaks the contract, but never their values: those may be someone else's data. */
function shapeComplaint(name: ReadName, issues: readonly z.core.$ZodIssue[]): string {
  const places = issues.slice(0, 3).map((issue) => issue.path.join('.') || 'the reply itself')
  return `The reply to ${name} is not as agreed, at ${places.join(', ')}.`
}
