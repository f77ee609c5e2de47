import type { ProblemCode } from '#contract/errors.ts'
import { StoreDamagedError, type StoreTrouble, StoreUnavailableError } from '#server/store/ports/errors.ts'
import { type Failure, type Refusal, refuse } from './context.ts'
import { SlowBodyError } from './readBytes.ts'
import { ScopeViolationError } from './replyScope.ts'

/**
 * What a client learns about an exception: only its kind. Never its message, which may contain SQL, paths or other
 * users' data.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ScopeViolationError)
    return refuse('scope_violation', 'The rows that were read belong to another run or node. Nothing of them was sent.')
  if (error instanceof StoreUnavailableError) {
    const { refused, detail, retryAfter } = TROUBLES[error.trouble]
    return refuse(refused, detail, [], { 'retry-after': retryAfter })
  }
  if (error instanceof StoreDamagedError) return refuse('database_damaged', damageInWords(error))
  if (error instanceof SlowBodyError)
    return refuse('request_timeout', 'The body came too slowly, and nothing of it was stored. Send less at a time.')
  return refuse('internal', 'Something went wrong on the server. Its log has the id of this request.')
}

const damageInWords = ({ relation }: StoreDamagedError): string =>
  `${relation === undefined ? 'A part of the database' : `The table or index ${relation}`} cannot be read, for its stored pages are damaged. "runlens salvage" copies what can be read.`

/** What a client learns about an unavailable store. Exporters get the same sentence. */
export const troubleInWords = ({ trouble }: StoreUnavailableError): string => TROUBLES[trouble].detail

type TroubleReply = { readonly refused: ProblemCode; readonly detail: string; readonly retryAfter: string }

const TROUBLES: Readonly<Record<StoreTrouble, TroubleReply>> = {
  unreachable: {
    refused: 'unavailable',
    detail: 'No connection to the database. Try again in a moment.',
    retryAfter: '1',
  },
  refused: {
    refused: 'database_refused',
    detail: 'The database, or the pooler in front of it, does not accept the connection as it is set up.',
    retryAfter: '30',
  },
  timeout: {
    refused: 'database_timeout',
    detail: 'The database did not answer within the time limit. Ask for less, or try again later.',
    retryAfter: '5',
  },
  disk_full: {
    refused: 'database_full',
    detail: 'The database has no room left to write. What was acknowledged is kept; make room on its disk.',
    retryAfter: '30',
  },
  busy: {
    refused: 'database_busy',
    detail: 'The database has no free connection, memory or lock left. Try again in a moment.',
    retryAfter: '2',
  },
  read_only: {
    refused: 'database_read_only',
    detail: 'The database takes no writes at the moment: it is a replica, or was set to read only.',
    retryAfter: '30',
  },
  restarting: {
    refused: 'database_restarting',
    detail: 'The database is starting, stopping or being opened again. Try again in a moment.',
    retryAfter: '2',
  },
  conflict: {
    refused: 'database_conflict',
    detail: 'Another transaction wrote the same rows at the same time. Send it again.',
    retryAfter: '1',
  },
  broken: {
    refused: 'database_failed',
    detail: 'The database engine failed and is opened again. What was acknowledged is kept.',
    retryAfter: '2',
  },
  closed: { refused: 'database_restarting', detail: 'The server is stopping.', retryAfter: '2' },
}

/**
 * What the log records of an exception: class and code, such as `error 23505`. Both are checked, because libraries put
 * free text into either.
 */
export function failureOf(error: unknown): Failure {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const trouble = error instanceof StoreUnavailableError ? error.trouble : undefined
  return { name: /^\w{1,60}$/.test(name) ? name : 'Error', code: wordOf(code) ?? trouble ?? 'none' }
}

const wordOf = (code: unknown): string | undefined =>
  typeof code === 'string' && /^\w{1,40}$/.test(code) ? code : undefined
