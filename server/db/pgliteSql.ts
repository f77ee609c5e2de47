import { join } from 'node:path'
import type * as z from 'zod/mini'
import { StoreUnavailableError } from '#server/ports.ts'
import { type Lock, lockDataDir } from './lockFile.ts'
import { PgliteChannel } from './pgliteChannel.ts'
import { makePrivateFolder } from './privateFolder.ts'
import { type OnPayload, parseRows, type Sql, type SqlParam, type SqlRunner } from './sql.ts'

/**
 * Opens the embedded database in a folder, which is locked against other processes, or in memory where none is given.
 * Throws `DataDirInUseError` or `StoreUnavailableError`.
 */
export async function openPgliteSql(dataDir?: string): Promise<Sql> {
  if (dataDir === undefined) return new PgliteSql(await PgliteChannel.open({ dataDir }), undefined)
  await makePrivateFolder(dataDir)
  const lock = await lockDataDir(dataDir)
  try {
    // The folder above may be somebody else's, such as the place where a container finds its volume.
    await makePrivateFolder(join(dataDir, 'database'))
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
  #closing: Promise<void> | undefined
  /** Ends when the last call so far has: there is one connection, so a query must not slip into another's transaction. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(channel: PgliteChannel, lock: Lock | undefined) {
    this.#channel = channel
    this.#lock = lock
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
    const stop = this.#channel.onNotice((notice) => {
      if (notice.channel === channel) onPayload(notice.payload)
    })
    let hasStopped = false
    const begin = async () => {
      await this.exec(`listen "${channel}"`)
      if (!hasStopped) onPayload(undefined)
    }
    // A database that was closed has nothing to tell any more.
    void begin().catch(() => undefined)
    return () => {
      hasStopped = true
      stop()
    }
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
