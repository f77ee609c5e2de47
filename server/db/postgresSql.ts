import { Pool, type PoolClient, types } from 'pg'
import type * as z from 'zod/mini'
import { StoreUnavailableError } from '#server/ports.ts'
import { COLUMN_PARSERS, UnsafeIntegerError } from './columnParsers.ts'
import { PostgresListener } from './PostgresListener.ts'
import { PostgresTeller } from './PostgresTeller.ts'
import { type OnPayload, parseRows, type Sql, type SqlError, sqlErrorOf, type SqlParam, type SqlRunner } from './sql.ts'

const READ_TIMEOUT_MS = 5000
/** Writers and migrations take what they need, but a forgotten transaction must not hold its locks for ever. */
const WRITE_TIMEOUT_MS = 600_000

export type PostgresOptions = {
  /** Refuses every write, and lets a read take its time. */
  readonly readOnly?: boolean
}

/** Connects to a Postgres server as calls come in; the first connection is made by the first call. */
export function openPostgresSql(url: string, { readOnly = false }: PostgresOptions = {}): Sql {
  return new PostgresSql(
    new Pool({
      connectionString: url,
      max: 10,
      connectionTimeoutMillis: 2000,
      statement_timeout: readOnly ? 0 : READ_TIMEOUT_MS,
      options: `-c TimeZone=UTC${readOnly ? ' -c default_transaction_read_only=on' : ''}`,
      application_name: 'runlens',
      types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => parserOf(oid, format) },
    }),
    new PostgresListener(url),
    new PostgresTeller(url),
  )
}

function parserOf(oid: number, format: 'text' | 'binary' | undefined): (text: string) => unknown {
  if (oid === BYTEA) return (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
  return COLUMN_PARSERS[oid] ?? types.getTypeParser(oid, format === 'binary' ? 'text' : format)
}
/** The driver's own parser answers with a view of a shared buffer. */
const BYTEA = 17

class PostgresSql implements Sql {
  readonly #pool: Pool
  readonly #listener: PostgresListener
  readonly #teller: PostgresTeller
  #closing: Promise<void> | undefined

  constructor(pool: Pool, listener: PostgresListener, teller: PostgresTeller) {
    this.#pool = pool
    this.#listener = listener
    this.#teller = teller
    // A connection that breaks is thrown away, and whoever uses it learns of it by a call that rejects. Its error is also
    // an event, of the pool while the connection is idle and its own while it is in use, which unheard would end the process.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
  }

  query<Row extends z.core.$ZodType>(text: string, params: readonly SqlParam[], row: Row) {
    return this.#withClient((client) => runnerOn(client).query(text, params, row))
  }

  exec(text: string): Promise<void> {
    return this.#withClient((client) => runnerOn(client).exec(text))
  }

  transaction<Result>(work: (tx: SqlRunner) => Promise<Result>): Promise<Result> {
    return this.#withClient(async (client, discard) => {
      const runner = runnerOn(client)
      await runner.exec(`begin; set local statement_timeout = ${WRITE_TIMEOUT_MS}`)
      try {
        const result = await work(runner)
        await runner.exec('commit')
        return result
      } catch (error) {
        // A connection whose transaction cannot be ended must not go back to the pool.
        await runner.exec('rollback').catch(discard)
        throw error
      }
    })
  }

  listen(channel: string, onPayload: OnPayload): () => void {
    return this.#listener.listen(channel, onPayload)
  }

  tell(channel: string, words: readonly string[]): void {
    this.#teller.tell(channel, words)
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    await this.#listener.close()
    await this.#pool.end()
    // Last: what was committed until now is to be told.
    await this.#teller.close()
  }

  async #withClient<Result>(work: (client: PoolClient, discard: () => void) => Promise<Result>): Promise<Result> {
    let client: PoolClient
    try {
      client = await this.#pool.connect()
    } catch (cause) {
      throw unreachable(cause)
    }
    let broken = false
    try {
      return await work(client, () => {
        broken = true
      })
    } catch (error) {
      if (error instanceof StoreUnavailableError) broken = true
      throw error
    } finally {
      client.release(broken)
    }
  }
}

function runnerOn(client: PoolClient): SqlRunner {
  return {
    query: async (text, params, row) =>
      parseRows((await translated(client.query<Record<string, unknown>>(text, params.map(toDriver)))).rows, row),
    exec: async (text) => void (await translated(client.query(text))),
  }
}

/** The driver knows bytes as `Buffer` only; this is a view, not a copy. */
const toDriver = (param: SqlParam): unknown =>
  param instanceof Uint8Array ? Buffer.from(param.buffer, param.byteOffset, param.byteLength) : param

async function translated<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result
  } catch (error) {
    if (error instanceof UnsafeIntegerError) throw error
    const refusal = sqlErrorOf(error)
    // What has no SQLSTATE did not come from the database: the connection broke.
    throw refusal && !isUnavailable(refusal) ? refusal : unreachable(error)
  }
}

/** Connection lost, out of resources, shutting down, cancelled by a timeout, or beaten by another transaction: try again. */
const isUnavailable = ({ code }: SqlError): boolean => ['08', '53', '57', '40'].includes(code.slice(0, 2))

function unreachable(cause: unknown): StoreUnavailableError {
  const reason = cause instanceof Error ? cause.message || ('code' in cause && String(cause.code)) : undefined
  return new StoreUnavailableError(`The database cannot be reached${reason ? `: ${reason}` : ''}`, { cause })
}
