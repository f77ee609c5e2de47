import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type * as z from 'zod/mini'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { RoomGuard } from './diskRoom.ts'
import { GatheredWords } from '../GatheredWords.ts'
import { type Lock, lockDataDir } from './lockFile.ts'
import { prepareDatabaseFolder } from './newDatabase.ts'
import type { PgliteChannel, StartWorker } from './pgliteChannel.ts'
import { PgliteEngine } from './PgliteEngine.ts'
import { makePrivateFolder } from './privateFolder.ts'
import {
  type OnPayload,
  parseRows,
  READ_TIMEOUT_MS,
  type Sql,
  type SqlParam,
  type SqlRunner,
  WRITE_TIMEOUT_MS,
} from '../sql.ts'
import { withRelation } from './storeTrouble.ts'

/** How long closing waits for the running statement, and then for the database to shut down cleanly. */
const CLOSING_MS = 2500

export type PgliteOptions = {
  /** Refuses every write, and sets no time limit for reads. */
  readonly readOnly?: boolean
  /** Statements to run after each opening of the engine. */
  readonly setup?: readonly string[]
  /** Time limit of a statement outside a transaction, in milliseconds. */
  readonly readLimitMs?: number
  readonly writeLimitMs?: number
  /** Called when the engine fails or the disk is full, and when it works again. */
  readonly say?: ((sentence: string) => void) | undefined
  readonly startWorker?: StartWorker
  readonly isPatient?: boolean
}

/**
 * Opens the embedded database in a folder, locked against other processes, or in memory if no folder is given. Throws
 * `DataDirInUseError` or `StoreUnavailableError`.
 */
export async function openPgliteSql(dataDir?: string, options: PgliteOptions = {}): Promise<Sql> {
  const { readOnly = false, say, startWorker } = options
  const parts = {
    setup: [...(readOnly ? [READ_ONLY] : []), ...(options.setup ?? [])],
    say,
    startWorker,
    isPatient: options.isPatient,
  }
  const limits: Limits = {
    read: options.readLimitMs ?? (readOnly ? Infinity : READ_TIMEOUT_MS),
    write: options.writeLimitMs ?? (readOnly ? Infinity : WRITE_TIMEOUT_MS),
  }
  if (dataDir === undefined) return new PgliteSql(await PgliteEngine.open(undefined, parts), limits)
  await makePrivateFolder(dataDir)
  const lock = await lockDataDir(dataDir)
  try {
    const finish = await prepareDatabaseFolder(dataDir)
    // The parent folder may belong to another user, such as a container's mount point.
    await makePrivateFolder(join(dataDir, 'database'))
    const engine = await PgliteEngine.open(join(dataDir, 'database'), parts)
    await finish()
    return new PgliteSql(engine, limits, { lock, room: new RoomGuard(dataDir, say ?? (() => undefined)) })
  } catch (error) {
    lock.release()
    throw error
  }
}

const READ_ONLY = 'set default_transaction_read_only = on'

type Limits = { readonly read: number; readonly write: number }
type Folder = { readonly lock: Lock; readonly room: RoomGuard }

class PgliteSql implements Sql {
  readonly #engine: PgliteEngine
  readonly #limits: Limits
  readonly #folder: Folder | undefined
  readonly lost: Promise<StoreUnavailableError>
  readonly isEmbedded = true
  readonly #listeners = new Map<string, Set<OnPayload>>()
  /** Only this process has the database open, so notifications need not pass through it. */
  readonly #told = new GatheredWords(async (messages) => {
    for (const { channel, payload } of messages) this.#tell(channel, payload)
  })
  #closing: Promise<void> | undefined
  /**
   * Settles when the last call so far has: there is one connection, so a query must not slip into another call's
   * transaction.
   */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(engine: PgliteEngine, limits: Limits, folder?: Folder) {
    this.#engine = engine
    this.#limits = limits
    this.#folder = folder
    this.lost = engine.lost
    const hear = (on: PgliteChannel) => on.onNotice(({ channel, payload }) => this.#tell(channel, payload))
    engine.onOpened(hear)
    hear(engine.current)
  }

  query<Row extends z.core.$ZodType>(text: string, params: readonly SqlParam[], row: Row) {
    return this.#alone(this.#limits.read, (runner) => runner.query(text, params, row))
  }

  exec(text: string, limit?: 'unlimited'): Promise<void> {
    return this.#alone(this.#limitOf(limit), (runner) => runner.exec(text))
  }

  transaction<Result>(work: (tx: SqlRunner) => Promise<Result>, limit?: 'unlimited'): Promise<Result> {
    return this.#inTurn(async (channel) => {
      const runner = this.#runnerOn(channel, this.#limitOf(limit))
      await channel.ask({ kind: 'exec', text: 'begin' }, this.#limits.write)
      let result: Result
      try {
        result = await work(runner)
      } catch (error) {
        await this.#endTransaction(channel, 'rollback', error)
        throw await withRelation(error, runner)
      }
      await this.#endTransaction(channel, 'commit')
      return result
    })
  }

  /** The connection keeps listening after the last listener leaves: unheard notifications cost next to nothing. */
  listen(channel: string, onPayload: OnPayload): () => void {
    const own: OnPayload = (payload) => onPayload(payload)
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners.add(own))
    const begin = async () => {
      await this.exec(`listen "${channel}"`)
      if (listeners.has(own)) own(undefined)
    }
    // A closed or failed database sends no notifications; the next one that is opened does.
    const start = () => void begin().catch(() => undefined)
    const stopWatching = this.#engine.onOpened(start)
    start()
    return () => {
      stopWatching()
      listeners.delete(own)
    }
  }

  tell(channel: string, words: readonly string[]): void {
    this.#told.add(channel, words)
  }

  #tell(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload)
  }

  hasAnsweredWithin(ms: number): boolean {
    const { dead, answeredAt } = this.#engine.current
    return !dead && performance.now() - answeredAt <= ms
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close())
  }

  async #close(): Promise<void> {
    const patience = () => pause(CLOSING_MS, undefined, { ref: false })
    try {
      const last = this.#turn
      // No further call gets a turn.
      this.#turn = Promise.reject(new StoreUnavailableError('The embedded database was closed', { trouble: 'closed' }))
      this.#turn.catch(() => undefined)
      await Promise.race([last, patience()])
      // An engine that does not answer is ended as it is. The next one finds everything that was committed.
      await this.#engine.current.ask({ kind: 'close' }, CLOSING_MS).catch(() => undefined)
    } finally {
      await this.#told.close()
      await this.#engine.stop()
      this.#folder?.lock.release()
    }
  }

  /** One statement, or several without parameters, outside a transaction. */
  #alone<Result>(limitMs: number, work: (runner: SqlRunner) => Promise<Result>): Promise<Result> {
    return this.#inTurn(async (channel) => {
      const runner = this.#runnerOn(channel, limitMs)
      try {
        return await work(runner)
      } catch (error) {
        throw await withRelation(error, runner)
      }
    })
  }

  #limitOf(limit: 'unlimited' | undefined): number {
    return limit === 'unlimited' ? Infinity : this.#limits.write
  }

  #runnerOn(channel: PgliteChannel, limitMs: number): SqlRunner {
    let hasRoom = false
    const makeRoom = async () => {
      if (!hasRoom) await this.#folder?.room.check()
      hasRoom = true
    }
    return {
      query: async (text, params, row) => {
        if (!FITS_ALWAYS.test(text)) await makeRoom()
        return await parseRows(await channel.ask({ kind: 'query', text, params }, limitMs), row)
      },
      exec: async (text) => {
        if (!FITS_ALWAYS.test(text)) await makeRoom()
        await channel.ask({ kind: 'exec', text }, limitMs)
      },
    }
  }

  /** After a failed commit or rollback, the state is unknown; only reopening reads the truth from disk. */
  async #endTransaction(channel: PgliteChannel, statement: 'commit' | 'rollback', failed?: unknown): Promise<void> {
    // Report why the engine died, not that it cannot roll back.
    if (channel.dead) throw failed instanceof StoreUnavailableError ? failed : channel.dead
    try {
      await channel.ask({ kind: 'exec', text: statement }, this.#limits.write)
    } catch (cause) {
      throw channel.dead ?? channel.fail(`The embedded database could not ${statement} a transaction`, cause)
    }
  }

  #inTurn<Result>(work: (channel: PgliteChannel) => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(async () => await work(await this.#engine.channel()))
    // Calls after closing get no turn: `#close` put an error here.
    if (!this.#closing) this.#turn = result.catch(() => undefined)
    return result
  }
}

/** Statements that may run on a full disk: they write next to nothing, or free space. */
const FITS_ALWAYS = /^\s*(?:select|with|show|explain|listen|set|delete|truncate|vacuum)\b/i
