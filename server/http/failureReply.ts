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
    return refuse('scope_violation', 'The query returned rows of another run or node. None of them were sent.')
  if (error instanceof StoreUnavailableError) {
    const { refused, detail, retryAfter } = TROUBLES[error.trouble]
    return refuse(refused, detail, [], { 'retry-after': retryAfter })
  }
  if (error instanceof StoreDamagedError) return refuse('database_damaged', damageInWords(error))
  if (error instanceof SlowBodyError)
    return refuse(
      'request_timeout',
      'The request body arrived too slowly, and nothing was stored. Send smaller requests.',
    )
  return refuse('internal', 'Internal server error. Search the server log for the id of this request.')
}

const damageInWords = ({ relation }: StoreDamagedError): string =>
  `${relation === undefined ? 'Part of the database' : `The table or index ${relation}`} cannot be read because its stored pages are damaged. "runlens salvage" copies the readable rows.`

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
    detail: 'The database or its connection pooler rejected the connection. Check the connection settings.',
    retryAfter: '30',
  },
  timeout: {
    refused: 'database_timeout',
    detail: 'The database did not answer within the time limit. Request less data, or try again later.',
    retryAfter: '5',
  },
  disk_full: {
    refused: 'database_full',
    detail: 'The database is out of disk space. Acknowledged writes are kept. Free up space on its disk.',
    retryAfter: '30',
  },
  busy: {
    refused: 'database_busy',
    detail: 'The database has run out of connections, memory or locks. Try again in a moment.',
    retryAfter: '2',
  },
  read_only: {
    refused: 'database_read_only',
    detail: 'The database is read-only at the moment: it is a replica, or was set to read-only.',
    retryAfter: '30',
  },
  restarting: {
    refused: 'database_restarting',
    detail: 'The database is starting, stopping or reopening. Try again in a moment.',
    retryAfter: '2',
  },
  conflict: {
    refused: 'database_conflict',
    detail: 'Another transaction wrote the same rows at the same time. Send the request again.',
    retryAfter: '1',
  },
  broken: {
    refused: 'database_failed',
    detail: 'The database engine failed and is being reopened. Acknowledged writes are kept.',
    retryAfter: '2',
  },
  closed: { refused: 'database_restarting', detail: 'The server is shutting down.', retryAfter: '2' },
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
