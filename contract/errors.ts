import * as z from 'zod/mini'
import { RunId } from './ids.ts'

/** All problem codes with their HTTP status. The list is closed, so clients can switch over it. */
export const PROBLEMS = {
  bad_request: { status: 400, title: 'Invalid request' },
  bad_cursor: { status: 400, title: 'The cursor does not belong to this list' },
  run_id_required: { status: 400, title: 'A node id alone does not identify a node' },
  forbidden_origin: { status: 403, title: 'Cross-site requests are not allowed' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  request_timeout: { status: 408, title: 'The request body arrived too slowly' },
  other_origin: { status: 409, title: 'Another writer created this run' },
  ambiguous_event: { status: 409, title: 'Several runs have an event with this id' },
  payload_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  range_not_satisfiable: { status: 416, title: 'The file does not contain the requested range' },
  misdirected_host: { status: 421, title: 'Host name not allowed' },
  unprocessable: { status: 422, title: 'The rows cannot be stored' },
  scope_violation: { status: 500, title: 'The server blocked rows of another run' },
  internal: { status: 500, title: 'Internal server error' },
  busy: { status: 503, title: 'The server is busy' },
  unavailable: { status: 503, title: 'The database cannot be reached' },
  database_refused: { status: 503, title: 'The database refused the connection' },
  database_timeout: { status: 503, title: 'The database timed out' },
  database_full: { status: 503, title: 'The database disk is full' },
  database_busy: { status: 503, title: 'The database is overloaded' },
  database_read_only: { status: 503, title: 'The database is read-only' },
  database_restarting: { status: 503, title: 'The database is starting or stopping' },
  database_conflict: { status: 503, title: 'Write conflict' },
  database_failed: { status: 503, title: 'The database engine failed' },
  database_damaged: { status: 500, title: 'Stored data is damaged' },
} as const

export type ProblemCode = keyof typeof PROBLEMS
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens to string[]; the keys are those of PROBLEMS
const CODES = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]])

export const FieldError = z.strictObject({
  /**
   * The name of the parameter, or a JSON pointer into the body such as `/events/3/run_id`. Never the value, which may
   * be hostile or secret.
   */
  field: z.string(),
  message: z.string(),
})
export type FieldError = Readonly<z.output<typeof FieldError>>

/** Maximum number of runs listed in a problem. */
export const CANDIDATES_MAX = 100

/** RFC 9457 problem details, sent as `application/problem+json`. */
export const Problem = z.strictObject({
  type: z.string(),
  code: CODES,
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** `urn:uuid:` of the request, which also appears in the server's log. */
  instance: z.string(),
  errors: z.readonly(z.array(FieldError)),
  /** For `ambiguous_event`: the runs that contain the event, at most `CANDIDATES_MAX`. */
  candidates: z.exactOptional(z.readonly(z.array(RunId))),
})
export type Problem = Readonly<z.output<typeof Problem>>

export const problemType = (code: ProblemCode): string => `urn:runlens:problem:${code}`
