import * as z from 'zod/mini'

/** Every way in which a request can fail, with its status. The list is closed: clients may switch over it. */
export const PROBLEMS = {
  bad_request: { status: 400, title: 'The request is not valid' },
  bad_cursor: { status: 400, title: 'The cursor does not belong to this list' },
  run_id_required: { status: 400, title: 'A node id alone does not name a node' },
  forbidden_origin: { status: 403, title: 'Requests from other sites are refused' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This method is not allowed here' },
  payload_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The request body is of another type' },
  range_not_satisfiable: { status: 416, title: 'The file has no such range of bytes' },
  misdirected_host: { status: 421, title: 'This server does not answer to that host name' },
  unprocessable: { status: 422, title: 'The rows that were sent cannot be stored' },
  scope_violation: { status: 500, title: 'The server refused to send rows of another run' },
  internal: { status: 500, title: 'The server failed' },
  busy: { status: 503, title: 'The server cannot take in more at the moment' },
  unavailable: { status: 503, title: 'The database cannot be reached' },
} as const

export type ProblemCode = keyof typeof PROBLEMS
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens; the keys are those of the constant above
const CODES = z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]])

export const FieldError = z.strictObject({
  /** Name of the parameter, or the place in the body as a JSON pointer, `/events/3/run_id`; never its value, which may be hostile or secret. */
  field: z.string(),
  message: z.string(),
})
export type FieldError = Readonly<z.output<typeof FieldError>>

/** RFC 9457 problem details, sent as `application/problem+json`. */
export const Problem = z.strictObject({
  type: z.string(),
  code: CODES,
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** `urn:uuid:` of the request, which the server's log repeats. */
  instance: z.string(),
  errors: z.readonly(z.array(FieldError)),
})
export type Problem = Readonly<z.output<typeof Problem>>

export const problemType = (code: ProblemCode): string => `urn:runlens:problem:${code}`
