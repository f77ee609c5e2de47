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

/** Room for what is around a payload, and a little more: a payload that is merely too deep is named by its place later. */
const DEPTH_MAX = JSON_DEPTH_MAX + 16

/** Wrong places that a reply names at most: a body of thousands must not make a reply of megabytes. */
const ERRORS_MAX = 20

export type ReadBody = { readonly data: unknown }

/**
 * Reads a body of JSON and checks it, cheapest first: its type, its size, its depth, and last what it says. It is held of the
 * share as it comes, and parsed in the turn of the share.
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

/** Reads a body and forgets it, piece by piece. */
export async function runThrough(body: ReadableStream<Uint8Array> | null): Promise<void> {
  try {
    await body?.pipeTo(new WritableStream())
  } catch {
    // Whoever broke it off does not wait for an answer.
  }
}

/** How many bytes a body says that it has; 0 where it does not say. */
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

/** A body that was understood, but cannot be taken. Its places are told as JSON pointers, and never what stands there. */
export function unprocessable(errors: readonly FieldError[]): Refusal {
  const told = errors.slice(0, ERRORS_MAX)
  const sentence = told.map(({ field, message }) => `${field || 'The body'} ${message}`).join('; ')
  return refuse('unprocessable', `Nothing was stored. ${sentence}.`, told)
}

function bodyErrors(issues: readonly z.core.$ZodIssue[]): readonly FieldError[] {
  return issues.slice(0, ERRORS_MAX).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: pointerOf([...issue.path, key]), message: 'is not a known field' }))
    // The texts of ids begin with the name of the field, which the pointer already says.
    const name = `${String(issue.path.at(-1) ?? '')} `
    const message = wordsOf(issue)
    return [{ field: pointerOf(issue.path), message: message.startsWith(name) ? message.slice(name.length) : message }]
  })
}

function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  return issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : messageOf(issue)
}

/** RFC 6901. Keys of a body come from the client, so only the beginning of each is repeated. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${shortName(String(step)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** A byte order mark in front of the JSON is dropped, as RFC 8259 allows; one within a text of the JSON is a part of it. */
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
