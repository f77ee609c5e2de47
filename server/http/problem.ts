import { PROBLEMS, type Problem, problemType } from '#contract/errors.ts'
import type { Refusal } from './context.ts'

/** The RFC 9457 body of a refusal. `request_id` is the UUID that is also in the request's log line. */
export function problemOf(refusal: Refusal, request_id: string): Problem {
  const { status, title } = PROBLEMS[refusal.refused]
  return {
    type: problemType(refusal.refused),
    code: refusal.refused,
    title,
    status,
    detail: refusal.detail,
    instance: `urn:uuid:${request_id}`,
    errors: refusal.errors,
    ...(refusal.candidates && { candidates: refusal.candidates }),
  }
}

export function problemResponse(refusal: Refusal, request_id: string): Response {
  const problem = problemOf(refusal, request_id)
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...refusal.headers, 'content-type': 'application/problem+json' },
  })
}
