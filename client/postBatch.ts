/** The server's response to a batch. */
export type Outcome =
  | { readonly kind: 'stored' }
  /** Retry after at least this many milliseconds. */
  | { readonly kind: 'later'; readonly waitMs: number; readonly why: string }
  /** The rejected rows by JSON pointer, such as `/events/3`. Empty if the batch as a whole was rejected. */
  | { readonly kind: 'refused'; readonly places: ReadonlyMap<string, string>; readonly why: string }
  | { readonly kind: 'too_large'; readonly why: string }

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

const ATTEMPT_MS = 10_000
const WAIT_MAX_MS = 30_000

/** Sends a batch once. Never throws. */
export async function postBatch(fetch: Fetch, url: string, body: string): Promise<Outcome> {
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(ATTEMPT_MS),
    })
    // Always read the body: an unread reply keeps its connection open.
    text = await response.text()
  } catch (error) {
    return { kind: 'later', waitMs: 0, why: error instanceof Error ? error.message : 'the connection failed' }
  }
  if (response.ok) return { kind: 'stored' }
  const problem = problemIn(text)
  const why = problem.detail ?? `it answered ${response.status}`
  if (response.status === 413) return { kind: 'too_large', why }
  if (response.status === 408 || response.status === 429 || response.status >= 500)
    return { kind: 'later', waitMs: retryAfter(response), why }
  return { kind: 'refused', places: response.status === 422 ? placesIn(problem.errors) : new Map(), why }
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 1000, 0), WAIT_MAX_MS) : 0
}

type ProblemParts = { readonly detail: string | undefined; readonly errors: readonly unknown[] }

/** A proxy in between may reply with anything, not only with our problem documents. */
function problemIn(text: string): ProblemParts {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null)
      return {
        detail: 'detail' in body && typeof body.detail === 'string' ? body.detail : undefined,
        errors: 'errors' in body && Array.isArray(body.errors) ? body.errors : [],
      }
  } catch {
    // Not JSON: the status has to do.
  }
  return { detail: undefined, errors: [] }
}

function placesIn(errors: readonly unknown[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (const error of errors) {
    if (typeof error !== 'object' || error === null || !('field' in error) || !('message' in error)) continue
    const [, place, field = ''] = /^(\/run|\/\w+\/\d+)(?:\/(.*))?$/.exec(String(error.field)) ?? []
    if (place !== undefined && !places.has(place)) places.set(place, `${field} ${String(error.message)}`.trim())
  }
  return places
}
