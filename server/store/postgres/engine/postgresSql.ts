import type { PoolClient } from 'pg'
import * as z from 'zod/mini'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { type Mode, PostgresConnections, type Settings } from './PostgresConnections.ts'
import { PostgresListener } from './PostgresListener.ts'
import { connectionFailure, isStartupRefused, runnerOn } from './postgresRunner.ts'
import { PostgresTeller } from './PostgresTeller.ts'
import { type OnPayload, READ_TIMEOUT_MS, type Sql, type SqlParam, type SqlRunner, WRITE_TIMEOUT_MS } from '../sql.ts'
import { withRelation } from './storeTrouble.ts'

/** How much longer than the server's own limit an answer may take. Beyond that, the server is considered gone. */
const SILENCE_MS = 2000
/** How long closing waits for running statements. */
const CLOSING_MS = 2500

export type PostgresOptions = {
  /** Refuses every write, and sets no time limit for reads. */
  readonly readOnly?: boolean
  readonly readLimitMs?: number
  readonly writeLimitMs?: number
}

/** Connects to a Postgres server on demand: the first call opens the first connection. */
export const openPostgresSql = (url: string, options: PostgresOptions = {}): Sql =>
  new PostgresSql(url, settingsOf(options))

const settingsOf = ({ readOnly = false, readLimitMs, writeLimitMs }: PostgresOptions): Settings => ({
  read: readLimitMs ?? (readOnly ? 0 : READ_TIMEOUT_MS),
  write: writeLimitMs ?? (readOnly ? 0 : WRITE_TIMEOUT_MS),
  readOnly,
})

class PostgresSql implements Sql {
  readonly #url: string
  readonly #settings: Settings
  readonly #listener: PostgresListener
  readonly #teller: PostgresTeller
  #mode: Promise<Mode> | undefined
  #pool: PostgresConnections
  #closing: Promise<void> | undefined

  constructor(url: string, settings: Settings) {
    this.#url = url
    this.#settings = settings
    this.#pool = new PostgresConnections(url, 'session', settings)
    this.#teller = new PostgresTeller(url)
    this.#listener = new PostgresListener(url, async () => (await this.#modeOf()) === 'session')
  }

  query<Row extends z.core.$ZodType>(text: string, params: readonly SqlParam[], row: Row) {
    return this.#alone(this.#settings.read, (runner) => runner.query(text, params, row))
  }

  exec(text: string, limit?: 'unlimited'): Promise<void> {
    return limit === 'unlimited'
      ? this.transaction((tx) => tx.exec(text), limit)
      : this.#alone(this.#settings.read, (runner) => runner.exec(text))
  }

  transaction<Result>(work: (tx: SqlRunner) => Promise<Result>, limit?: 'unlimited'): Promise<Result> {
    const limitMs = limit === 'unlimited' ? 0 : this.#settings.write
    return this.#withClient((client, discard) => inTransaction(client, this.#begin(limitMs), limitMs, work, discard))
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
    await this.#pool.close(CLOSING_MS)
    // Last, because everything committed until now is still to be announced.
    await this.#teller.close()
  }

  async #alone<Result>(limitMs: number, work: (runner: SqlRunner) => Promise<Result>): Promise<Result> {
    if ((await this.#modeOf()) === 'session')
      return await this.#withClient((client) => work(runnerOn(client, silenceAfter(limitMs))))
    // Begin, statement and commit are sent at once, in one round trip.
    return await this.#withClient((client, discard) =>
      inTransaction(client, this.#begin(limitMs), limitMs, work, discard, 'at once'),
    )
  }

  #begin(limitMs: number): string {
    const { readOnly } = this.#settings
    return `begin${readOnly ? ' read only' : ''}; set local statement_timeout = ${limitMs}; set local time zone 'UTC'`
  }

  /** Determined with the first connection. Throws `StoreUnavailableError`; the next call then tries again. */
  async #modeOf(): Promise<Mode> {
    this.#mode ??= this.#findMode().catch((error: unknown) => {
      this.#mode = undefined
      throw error
    })
    return await this.#mode
  }

  async #findMode(): Promise<Mode> {
    const trial = this.#pool
    try {
      const client = await trial.connect()
      try {
        const runner = runnerOn(client, silenceAfter(READ_TIMEOUT_MS))
        const [found] = await runner.query(KEPT, [String(this.#settings.read)], z.object({ kept: z.boolean() }))
        if (found?.kept === true) return 'session'
      } finally {
        client.release()
      }
    } catch (error) {
      if (!isStartupRefused(error)) throw error instanceof StoreUnavailableError ? error : connectionFailure(error)
    }
    this.#pool = new PostgresConnections(this.#url, 'transaction', this.#settings)
    void trial.close(0)
    return 'transaction'
  }

  async #withClient<Result>(work: (client: PoolClient, discard: () => void) => Promise<Result>): Promise<Result> {
    await this.#modeOf()
    const pool = this.#pool
    let client: PoolClient
    try {
      client = await pool.connect()
    } catch (cause) {
      // A pooler may have replaced the server in the meantime; the next call finds out.
      if (isStartupRefused(cause)) this.#mode = undefined
      throw connectionFailure(cause)
    }
    let broken = false
    try {
      return await work(client, () => {
        broken = true
      })
    } catch (error) {
      if (error instanceof StoreUnavailableError) broken = true
      if (isSilent(error)) this.#renew(pool)
      throw error instanceof StoreUnavailableError ? error : await withRelation(error, this.#named())
    } finally {
      client.release(broken)
    }
  }

  /** A network that went silent also lost the idle connections, and each would be waited for in turn. */
  #renew(silent: PostgresConnections): void {
    if (this.#pool !== silent || this.#closing) return
    this.#pool = silent.successor()
    void silent.close(WRITE_TIMEOUT_MS)
  }

  /** For queries about an error, which must not ask again about their own errors. */
  #named(): SqlRunner {
    const ask = <Result>(work: (runner: SqlRunner) => Promise<Result>): Promise<Result> =>
      this.#withClient((client, discard) =>
        inTransaction(client, this.#begin(READ_TIMEOUT_MS), READ_TIMEOUT_MS, work, discard),
      )
    return {
      query: (text, params, row) => ask((runner) => runner.query(text, params, row)),
      exec: (text) => ask((runner) => runner.exec(text)),
    }
  }
}

/** Whether the session still has the settings that it started with. */
const KEPT = `select bool_and(setting = case name when 'TimeZone' then 'UTC' else $1::text end) as kept
  from pg_settings where name in ('TimeZone', 'statement_timeout')`

/** 0 means no limit, as for the server. */
const silenceAfter = (limitMs: number): number => (limitMs === 0 ? 0 : limitMs + SILENCE_MS)

/** A timeout that no server reported: there was no answer. */
const isSilent = (error: unknown): boolean =>
  error instanceof StoreUnavailableError && error.trouble === 'timeout' && error.code === undefined

async function inTransaction<Result>(
  client: PoolClient,
  begin: string,
  limitMs: number,
  work: (runner: SqlRunner) => Promise<Result>,
  discard: () => void,
  sending?: 'at once',
): Promise<Result> {
  const runner = runnerOn(client, silenceAfter(limitMs))
  const around = runnerOn(client, silenceAfter(Math.min(limitMs || WRITE_TIMEOUT_MS, WRITE_TIMEOUT_MS)))
  const begun = around.exec(begin)
  try {
    if (sending !== 'at once') await begun
    const working = work(runner)
    if (sending !== 'at once') {
      const result = await working
      await around.exec('commit')
      return result
    }
    const [, result] = await Promise.all([begun, working, around.exec('commit')])
    return result
  } catch (error) {
    // A connection whose transaction cannot be ended must not go back to the pool.
    if (error instanceof StoreUnavailableError && error.code === undefined) discard()
    else await around.exec('rollback').catch(discard)
    throw error
  }
}
