import type { PoolClient } from 'pg'
import { StoreUnavailableError, type StoreTrouble } from '#server/store/ports/errors.ts'
import { UnsafeIntegerError } from './columnParsers.ts'
import { parseRows, sqlErrorOf, type SqlParam, type SqlRunner } from '../sql.ts'
import { storeFailure } from './storeTrouble.ts'

/** Runs statements on one connection. A statement without an answer within `limitMs` is given up; 0 waits forever. */
export function runnerOn(client: PoolClient, limitMs: number): SqlRunner {
  const limit = limitMs === 0 ? {} : { query_timeout: limitMs }
  return {
    query: async (text, params, row) => {
      const config = { text, values: params.map(toDriver), ...limit }
      return await parseRows((await translated(client.query<Record<string, unknown>>(config))).rows, row)
    },
    exec: async (text) => void (await translated(client.query({ text, ...limit }))),
  }
}

/** The driver accepts bytes only as `Buffer`; this is a view, not a copy. */
const toDriver = (param: SqlParam): unknown =>
  param instanceof Uint8Array ? Buffer.from(param.buffer, param.byteOffset, param.byteLength) : param

async function translated<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result
  } catch (error) {
    if (error instanceof UnsafeIntegerError) throw error
    throw connectionFailure(error)
  }
}

/**
 * Translates an error of the driver. An error without SQLSTATE did not come from the database: the connection broke or
 * is silent.
 */
export function connectionFailure(error: unknown): Error {
  const refusal = sqlErrorOf(error)
  if (refusal) return storeFailure(refusal)
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const reason = message || code
  return new StoreUnavailableError(`The database cannot be reached${reason ? `: ${reason}` : ''}`, {
    trouble: troubleOf(message),
    code,
    cause: error,
  })
}

/** The driver's own errors have no code. */
function troubleOf(message: string): StoreTrouble {
  if (message === 'Query read timeout') return 'timeout'
  // All connections of our own pool are in use.
  if (message === 'timeout exceeded when trying to connect') return 'busy'
  return message.startsWith('Cannot use a pool after') ? 'closed' : 'unreachable'
}

/** The pooler does not support a setting that starts the session. */
export const isStartupRefused = (error: unknown): boolean =>
  error instanceof Error && /unsupported startup parameter/i.test(error.message)
