import { StoreUnavailableError } from '#server/ports.ts'
import { type Failure, type Refusal, refuse } from './context.ts'
import { SlowBodyError } from './readBytes.ts'
import { ScopeViolationError } from './replyScope.ts'

/** What a client learns of an exception: its kind. Never its message, which may hold SQL, paths or other people's data. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ScopeViolationError)
    return refuse('scope_violation', 'The rows that were read belong to another run or node. Nothing of them was sent.')
  if (error instanceof StoreUnavailableError)
    return refuse('unavailable', 'The database did not answer. Try again in a moment.', [], { 'retry-after': '1' })
  if (error instanceof SlowBodyError)
    return refuse('request_timeout', 'The body came too slowly, and nothing of it was stored. Send less at a time.')
  return refuse('internal', 'Something went wrong on the server. Its log has the id of this request.')
}

/** What the log learns of an exception: class and code, `error 23505`. Both are checked, since libraries put text into either. */
export function failureOf(error: unknown): Failure {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return { name: /^\w{1,60}$/.test(name) ? name : 'Error', code: wordOf(code) ?? 'none' }
}

const wordOf = (code: unknown): string | undefined =>
  typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : undefined
