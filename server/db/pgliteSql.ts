import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type * as z from 'zod/mini'
import { StoreUnavailableError } from '#server/ports.ts'
import { GatheredWords } from './GatheredWords.ts'
import { type Lock, lockDataDir } from './lockFile.ts'
import { PgliteChannel } from './pgliteChannel.ts'
import { type OnPayload, parseRows, type Sql, type SqlParam, type SqlRunner } from './sql.ts'

/**
 * Opens the embedded database in a folder, which is locked against other processes, or in memory where none is given.
 * Throws `DataDirInUseError` or `StoreUnavailableError`.
 */
export async function openPgliteSql(dataDir?: string): Promise<Sql> {
  if (dataDir === undefined) return new PgliteSql(await PgliteChannel.open({ dataDir }), undefined)
  await mkdir(dataDir, { recursive: true })
  const lock = await lockDataDir(dataDir)
  try {
    return new PgliteSql(await PgliteChannel.open({ dataDir: join(dataDir, 'database') }), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

class PgliteSql implements Sql {
  readonly #channel: PgliteChannel
  readonly #lock: Lock | undefined
  readonly #runner: SqlRunner
  readonly #listeners = new Map<string, Set<OnPayload>>()
  /** Nobody but this process has the database, so that what is told need not pass through it. */
  readonly #told = new GatheredWords(async (messages) => {
    for (const { channel, payload } of messages) this.#tell(channel, payload)
  })
  #closing: Promise<void> | undefined
  /** Ends when the last call so far has: there is one connection, so a query must not slip into another's transaction. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(channel: PgliteChannel, lock: Lock | undefined) {
    this.#channel = channel
    this.#lock = lock
    channel.onNotice((notice) => this.#tell(notice.channel, notice.payload))
    this.#runner = {
      query: async (text, params, row) => parseRows(await channel.ask({ kind: 'query', text, params }), row),
      exec: async (text) => void (await channel.ask({ kind: 'exec', text })),
    }
  }

  query<Row extends z.core.$ZodType>(text: string, params: readonly SqlParam[], row: Row) {
    return this.#inTurn(() => this.#runner.query(text, params, row))
  }

  exec(text: string): Promise<void> {
    return this.#inTurn(() => this.#runner.exec(text))
  }

  transaction<Result>(work: (tx: SqlRunner) => Promise<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      await this.#runner.exec('begin')
      let result: Result
      try {
        result = await work(this.#runner)
      } catch (error) {
        await this.#endTransaction('rollback')
        throw error
      }
      await this.#endTransaction('commit')
      return result
    })
  }

  /** The one connection goes on to listen when nobody does any more: what nobody hears costs next to nothing. */
  listen(channel: string, onPayload: OnPayload): () => void {
    const own: OnPayload = (payload) => onPayload(payload)
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(own))
    const begin = async () => {
      await this.exec(`listen "${channel}"`)
      if (listeners.has(own)) own(undefined)
    }
    // A database that was closed has nothing to tell any more.
    void begin().catch(() => undefined)
    return () => listeners.delete(own)
  }

  tell(channel: string, words: readonly string[]): void {
    this.#told.add(channel, words)
  }

  #tell(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload)
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    try {
      await this.#inTurn(() => this.#channel.ask({ kind: 'close' }))
    } catch (error) {
      // A database that is gone already is closed as far as it can be.
      if (!(error instanceof StoreUnavailableError)) throw error
    } finally {
      await this.#told.close()
      await this.#channel.stop()
      this.#lock?.release()
    }
  }

  /** After a commit or rollback that failed nobody knows what is stored; only a fresh start reads the truth from disk. */
  async #endTransaction(statement: 'commit' | 'rollback'): Promise<void> {
    try {
      await this.#runner.exec(statement)
    } catch (cause) {
      await this.#channel.stop()
      throw new StoreUnavailableError(`The embedded database could not ${statement} a transaction`, { cause })
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}
