import type { Endpoint } from '#contract/Endpoint.ts'
import type { FieldError } from '#contract/errors.ts'
import { JSON_DEPTH_MAX, jsonTextDepth } from '#contract/json.ts'
import * as z from 'zod/mini'
import type { BodyShare } from './BodyBudget.ts'
import { type Refusal, refuse } from './context.ts'
import { countedJsonValues } from './countedJsonValues.ts'
import { messageOf } from './fieldErrors.ts'
import { heldStream } from './heldStream.ts'
import { PATIENCE, readBytes } from './readBytes.ts'
import { shortName } from './requestInput.ts'

/**
 * Room for the structure around a payload and a little more. A payload that is only slightly too deep is reported
 * later, by its position.
 */
const DEPTH_MAX = JSON_DEPTH_MAX + 16

/** Maximum number of errors named in a reply: thousands in a body must not produce megabytes. */
const ERRORS_MAX = 20

export type ReadBody = { readonly data: unknown }

/**
 * Reads a JSON body and checks it, cheapest check first: type, size, depth, and finally content. Its bytes are held in
 * the share as they arrive, and parsed in the share's turn.
 */
export async function readBody(
  request: Request,
  { schema, maxBytes, maxValues }: NonNullable<Endpoint['body']>,
  share: BodyShare,
): Promise<ReadBody | Refusal> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(?:;|$)/i.test(type))
    return refuse('unsupported_media_type', 'Send JSON, with Content-Type: application/json.', [], {
      accept: 'application/json',
    })
  const held = heldStream(request.body, (count) => share.hold(count))
  let bytes: Uint8Array | undefined
  try {
    bytes = await readBytes(held.stream, maxBytes, { patience: PATIENCE })
  } catch (error) {
    if (held.isRefused()) return BUSY
    throw error
  }
  if (bytes === undefined) return tooLarge(maxBytes)
  await share.turn()
  const text = utf8(bytes)
  if (text === undefined) return refuse('bad_request', 'The body is not valid UTF-8.')
  if (jsonTextDepth(text) > DEPTH_MAX)
    return unprocessable([{ field: '', message: `nests JSON deeper than ${DEPTH_MAX} levels` }])
  if (countedJsonValues(text, maxValues.count) > maxValues.count)
    return unprocessable([{ field: '', message: maxValues.message }])
  const json = parsed(text)
  if (json === undefined) return refuse('bad_request', 'The body is not valid JSON.')
  const result = z.safeParse(schema, json.value)
  return result.success ? { data: result.data } : unprocessable(bodyErrors(result.error.issues))
}

/** Reads a body to its end and discards it, chunk by chunk. */
export async function runThrough(body: ReadableStream<Uint8Array> | null): Promise<void> {
  try {
    await body?.pipeTo(new WritableStream())
  } catch {
    // A client that broke the connection does not wait for a reply.
  }
}

/** The declared length of a body in bytes; 0 if it declares none. */
export const toldBytes = ({ headers }: Request): number => {
  const told = Number(headers.get('content-length') ?? 0)
  return Number.isSafeInteger(told) && told > 0 ? told : 0
}

export const tooLarge = (maxBytes: number): Refusal =>
  refuse('payload_too_large', `The request body must have at most ${maxBytes} bytes. Split it into several requests.`)

/** Whoever sends it should come again: nothing is wrong with the body. */
export const BUSY: Refusal = refuse(
  'busy',
  'Too many request bodies are being received or are waiting. Send the request again in a moment.',
  [],
  { 'retry-after': '1' },
)

/** A body that was understood but is invalid. Positions are given as JSON pointers, without the values. */
export function unprocessable(errors: readonly FieldError[]): Refusal {
  const told = errors.slice(0, ERRORS_MAX)
  const sentence = told.map(({ field, message }) => `${field || 'The body'} ${message}`).join('; ')
  return refuse('unprocessable', `Nothing was stored. ${sentence}.`, told)
}

function bodyErrors(issues: readonly z.core.$ZodIssue[]): readonly FieldError[] {
  return issues.slice(0, ERRORS_MAX).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: pointerOf([...issue.path, key]), message: 'is not a known field' }))
    // Messages about ids begin with the name of the field, which the pointer already contains.
    const name = `${String(issue.path.at(-1) ?? '')} `
    const message = wordsOf(issue)
    return [{ field: pointerOf(issue.path), message: message.startsWith(name) ? message.slice(name.length) : message }]
  })
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : messageOf(issue)
}

/** A JSON pointer (RFC 6901). Keys come from the client, so only the beginning of each is repeated. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${shortName(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A byte order mark before the JSON is dropped, as RFC 8259 allows; within a JSON text it is kept. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return { value }
  } catch {
    return undefined
  }
}
