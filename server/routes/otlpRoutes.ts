import type { Context, Hono } from 'hono'
import type { AppEnv } from '#server/http/context.ts'
import { failureOf, troubleInWords } from '#server/http/failureReply.ts'
import {
  inflate as inflateAnywhere,
  type Inflate,
  type BodyLimits,
  receiveBody,
  unpackBody,
  unpackedLength,
} from '#server/http/receiveBody.ts'
import { AdmissionLimiter, type AdmissionLimits, type Place } from '#server/http/AdmissionLimiter.ts'
import { freeBytes } from '#server/http/readBytes.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { type DecodedSpans, OtlpDecodeError } from '#server/telemetry/otlp/DecodedSpans.ts'
import { jsonParts } from '#server/telemetry/otlp/jsonParts.ts'
import { protobufParts } from '#server/telemetry/otlp/protobufParts.ts'
import { type OtlpEncoding, statusReply, successReply } from '#server/telemetry/otlp/otlpReply.ts'
import { BacklogGauge } from '#server/telemetry/BacklogGauge.ts'
import type { SpanStore } from '#server/store/ports/spans.ts'
import { takeSpans } from '#server/telemetry/takeSpans.ts'

export type OtlpLimits = BodyLimits &
  AdmissionLimits & {
    /** Maximum number of spans waiting to be projected. Beyond it, senders are asked to retry later. */
    readonly waitingSpans: number
  }

const MIB = 1024 * 1024
/** The limit on unpacked bytes follows the recommendation of the OTLP specification. */
export const OTLP_LIMITS: OtlpLimits = {
  wireBytes: 16 * MIB,
  inflatedBytes: 64 * MIB,
  working: 4,
  waiting: 64,
  heldBytes: 24 * MIB,
  workingBytes: 64 * MIB,
  // Takes a minute or two to project.
  waitingSpans: 500_000,
}

/** Path prefixes that OpenTelemetry, Langfuse and LangSmith exporters append to the server's address. */
const PREFIXES = ['', '/api/public/otel', '/otel']
const SIGNALS = ['traces', 'logs', 'metrics'] as const
/**
 * All paths that accept telemetry. They are not in our table of endpoints, because their contract is defined elsewhere.
 */
export const OTLP_PATHS: readonly string[] = PREFIXES.flatMap((prefix) =>
  SIGNALS.map((signal) => `${prefix}/v1/${signal}`),
)

/**
 * Accepts traces from OpenTelemetry exporters over HTTP. Accepts and discards the other signals, so that programs which
 * send all of them do not report failures. Replies use the encoding of the request and only status codes that exporters
 * know: they retry after 429 and 503, and after nothing else.
 */
export function addOtlpRoutes(
  app: Hono<AppEnv>,
  spans: Spans,
  limits: OtlpLimits = OTLP_LIMITS,
  inflate: Inflate = inflateAnywhere,
): void {
  const limiter = new AdmissionLimiter(limits)
  const backlog = new BacklogGauge(spans)
  for (const path of OTLP_PATHS) {
    const receiver: Receiver = path.endsWith('/traces')
      ? { limiter, limits, inflate, spans, backlog }
      : { limiter, limits, inflate }
    app.post(path, async (c) => {
      c.set('route', path)
      return await answer(c, receiver)
    })
    app.all(path, (c) => {
      c.set('route', path)
      return fail(c, 'json', { status: 405, message: 'Send telemetry with POST.', headers: { allow: 'POST' } })
    })
  }
}

/** The receiver of one signal. Without `spans`, bodies are read and discarded. */
type Receiver = {
  readonly limiter: AdmissionLimiter
  readonly limits: OtlpLimits
  readonly inflate: Inflate
  readonly spans?: Spans
  readonly backlog?: BacklogGauge
}

type Spans = Pick<SpanStore, 'acceptSpans'> & Partial<Pick<SpanStore, 'backlog'>>

/**
 * How many spans of a body have been stored so far. A body is stored in portions, and storing may fail between two of
 * them.
 */
type Stored = { spans: number }

const storedInWords = ({ spans }: Stored): string =>
  spans === 0
    ? 'Nothing was stored.'
    : `${spans} span${spans === 1 ? ' was' : 's were'} stored before that. Sending the body again stores nothing twice.`

type Form = { readonly encoding: OtlpEncoding; readonly coding: 'identity' | 'gzip' }

/** A request that is rejected as a whole. */
type Failed = { readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>> }

const AGAIN_SOON = { 'retry-after': '1' }
const AGAIN_LATER = { 'retry-after': '5' }

async function answer(c: Context<AppEnv>, receiver: Receiver): Promise<Response> {
  const encoding = encodingOf(c.req.header('content-type'))
  if (!encoding) return fail(c, 'json', { status: 415, message: SEND_OTLP })
  const coding = codingOf(c.req.header('content-encoding'))
  if (!coding)
    return fail(c, encoding, { status: 415, message: 'Unsupported Content-Encoding. Use gzip or no compression.' })
  const stored = { spans: 0 }
  try {
    const taken = await take(receiver, c.req.raw, { encoding, coding }, stored)
    return 'status' in taken ? fail(c, encoding, taken) : successReply(encoding, taken.rejected)
  } catch (error) {
    // Never 500: an exporter would drop the spans, although they may be accepted on a retry.
    const trouble =
      error instanceof StoreUnavailableError
        ? troubleInWords(error)
        : 'Internal server error. Search the server log for the id of this request.'
    const message = `${trouble} ${storedInWords(stored)}`
    return fail(c, encoding, { status: 503, message, headers: AGAIN_LATER }, failureOf(error))
  }
}

function fail(
  c: Context<AppEnv>,
  encoding: OtlpEncoding,
  { status, message, headers }: Failed,
  failure = { name: 'Refusal', code: `otlp_${status}` },
): Response {
  c.set('failure', failure)
  return statusReply(status, message, encoding, headers)
}

const SEND_OTLP =
  'Send OTLP as application/x-protobuf or application/json. gRPC is not served: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.'

const ENCODINGS: Readonly<Record<OtlpEncoding, RegExp>> = {
  json: /^application\/json\s*(?:;|$)/i,
  protobuf: /^application\/(?:x-)?protobuf\s*(?:;|$)/i,
}

const encodingOf = (contentType = ''): OtlpEncoding | undefined =>
  (['json', 'protobuf'] as const).find((encoding) => ENCODINGS[encoding].test(contentType.trim()))

function codingOf(contentEncoding = ''): Form['coding'] | undefined {
  const coding = contentEncoding.trim().toLowerCase()
  return coding === '' || coding === 'identity' ? 'identity' : coding === 'gzip' ? 'gzip' : undefined
}

type Taken = { readonly rejected?: DecodedSpans['rejected'] }

function take(receiver: Receiver, request: Request, form: Form, stored: Stored): Promise<Taken | Failed> {
  const { spans, backlog, limiter, limits, inflate } = receiver
  if (backlog && backlog.waiting >= limits.waitingSpans) return Promise.resolve(BEHIND)
  return limiter.admit(async (place): Promise<Taken | Failed> => {
    const received = await receiveBody(request, limits, place)
    if (received === 'busy') return BUSY
    if (received === 'too slow') return TOO_SLOW
    if (received === 'too large') return tooLarge(`The body is larger than ${inMib(limits.wireBytes)} MiB.`)
    if (received === 'broken off') return { status: 400, message: 'The request body is incomplete.' }
    if (!spans || !backlog) return {}
    return await storeInTurn(
      { spans: counting(spans, backlog, stored), stored, limits, inflate, place },
      received,
      form,
    )
  })
}

const counting = (spans: Spans, backlog: BacklogGauge, stored: Stored): Spans => ({
  async acceptSpans(some) {
    const refused = await spans.acceptSpans(some)
    backlog.count(some.length)
    stored.spans += refused.reduce((count, one) => count - one.count, some.length)
    return refused
  },
})

type Storing = Required<Pick<Receiver, 'spans' | 'limits' | 'inflate'>> & {
  readonly place: Place
  readonly stored: Stored
}

/** Waits for as much room as the body declares. A body that needs more starts again, alone. */
async function storeInTurn(parts: Storing, received: Uint8Array<ArrayBuffer>, form: Form): Promise<Taken | Failed> {
  const { limits, place } = parts
  const { inflatedBytes } = limits
  const told = unpackedLength(received, form.coding, limits)
  const taken = await place.inTurn(() => store(parts, received, form, told), told)
  if (taken !== 'too large') return taken ?? BUSY
  const all =
    told < inflatedBytes ? await place.inTurn(() => store(parts, received, form, inflatedBytes), inflatedBytes) : taken
  return all === 'too large'
    ? tooLarge(`The decompressed body is larger than ${inMib(inflatedBytes)} MiB.`)
    : (all ?? BUSY)
}

/** Resolves once the spans are stored: only then may the sender drop them. */
async function store(
  { spans, stored, inflate }: Storing,
  received: Uint8Array<ArrayBuffer>,
  { encoding, coding }: Form,
  inflatedBytes: number,
): Promise<Taken | Failed | 'too large'> {
  const body = await unpackBody(received, coding, inflatedBytes, inflate)
  if (body === 'too large') return body
  if (body === 'no gzip') return { status: 400, message: 'Invalid gzip body.' }
  try {
    const parts = encoding === 'json' ? jsonParts(body) : protobufParts(body)
    return { rejected: await takeSpans(parts, (some) => spans.acceptSpans(some)) }
  } catch (error) {
    if (error instanceof OtlpDecodeError)
      return { status: 400, message: stored.spans === 0 ? error.message : `${error.message} ${storedInWords(stored)}` }
    throw error
  } finally {
    if (body !== received) freeBytes(body)
  }
}

const BUSY: Failed = {
  status: 429,
  message: 'Too many requests are being processed. Send the request again.',
  headers: AGAIN_SOON,
}

const BEHIND: Failed = {
  status: 429,
  message: 'Too many spans are waiting to be processed. Send the request again later.',
  headers: AGAIN_LATER,
}

const TOO_SLOW: Failed = {
  status: 408,
  message: 'The request body arrived too slowly. Send smaller batches.',
}

const tooLarge = (limit: string): Failed => ({ status: 413, message: `${limit} Send smaller batches.` })
const inMib = (bytes: number): number => Math.round((bytes / MIB) * 10) / 10
