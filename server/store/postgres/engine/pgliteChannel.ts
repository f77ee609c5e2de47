import { Worker } from 'node:worker_threads'
import { programFile } from '#server/programFile.ts'
import { StoreUnavailableError, type StoreTroubleParts } from '#server/store/ports/errors.ts'
import {
  OPENING,
  type PgliteNotice,
  type PgliteReply,
  type PgliteRequest,
  type PgliteWorkerData,
} from './pgliteProtocol.ts'
import { SqlError } from '../sql.ts'
import { isNoRoom, storeFailure } from './storeTrouble.ts'

type Waiting = { readonly resolve: (rows: readonly unknown[]) => void; readonly reject: (error: Error) => void }
type Distributed<T> = T extends unknown ? Omit<T, 'id'> : never
export type Question = Distributed<PgliteRequest>

/** Starts a worker. Tests replace it. */
export type StartWorker = (data: PgliteWorkerData) => Worker

const startWorker: StartWorker = (data) =>
  // No flags of the process: those of a test runner or loader would be loaded into the worker a second time.
  new Worker(programFile('store/postgres/engine/startPgliteWorker.mjs', 'pgliteWorker.js'), {
    workerData: data,
    execArgv: [],
  })

/**
 * One life of the engine: starts a worker and passes requests and replies until it is stopped or dies; then every call
 * rejects. A request that exceeds its time limit ends that life, because nothing else can stop the engine.
 */
export class PgliteChannel {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(notice: PgliteNotice) => void>()
  #onDeath: (why: StoreUnavailableError) => void = () => undefined
  #lastId = OPENING
  #dead: StoreUnavailableError | undefined
  #answeredAt = performance.now()

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (reply: PgliteReply | PgliteNotice) => this.#receive(reply))
    worker.on('error', (cause) => this.#die('The embedded database failed', { trouble: 'broken', cause }))
    worker.on('exit', () => this.#die('The embedded database has ended', { trouble: 'broken' }))
  }

  /** Throws `StoreUnavailableError` if the database cannot be opened within `limitMs`. */
  static async open(data: PgliteWorkerData, limitMs = Infinity, start = startWorker): Promise<PgliteChannel> {
    const channel = new PgliteChannel(start(data))
    try {
      await channel.#answerTo(OPENING, limitMs)
    } catch (error) {
      await channel.stop()
      throw error
    }
    return channel
  }

  /** Why the engine no longer responds; undefined while it does. */
  get dead(): StoreUnavailableError | undefined {
    return this.#dead
  }

  /** When the engine last answered anything, by the clock of `performance`. */
  get answeredAt(): number {
    return this.#answeredAt
  }

  /** Calls back once, before waiting calls are rejected. */
  whenDead(listener: (why: StoreUnavailableError) => void): void {
    if (this.#dead) listener(this.#dead)
    else this.#onDeath = listener
  }

  /**
   * `limitMs` counts from now: call this when the engine is free. Throws `SqlError`, `StoreDamagedError` and
   * `StoreUnavailableError`.
   */
  async ask(question: Question, limitMs: number): Promise<readonly unknown[]> {
    if (this.#dead) throw this.#dead
    const id = ++this.#lastId
    const answer = this.#answerTo(id, limitMs)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    this.#worker.postMessage({ ...question, id } satisfies PgliteRequest)
    return await answer
  }

  /** Returns a function that unsubscribes. */
  onNotice(listener: (notice: PgliteNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends the worker at once, whatever it is doing. Committed data is kept, as after a crash. */
  async stop(): Promise<void> {
    this.#die('The embedded database was closed', { trouble: 'closed' })
    await this.#worker.terminate()
  }

  /** Ends the engine; waiting calls reject with this reason. */
  fail(message: string, cause: unknown): StoreUnavailableError {
    return this.#end(message, { trouble: 'broken', cause })
  }

  async #answerTo(id: number, limitMs: number): Promise<readonly unknown[]> {
    const answer = new Promise<readonly unknown[]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    if (limitMs === Infinity) return await answer
    const timer = setTimeout(() => {
      // If this thread was busy, the answer may already be in its queue: let it be read first.
      setImmediate(() => setImmediate(() => this.#giveUp(id, limitMs)))
    }, limitMs)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  #giveUp(id: number, limitMs: number): void {
    if (!this.#waiting.has(id)) return
    this.#end(`The embedded database did not answer within ${limitMs} ms`, { trouble: 'timeout', code: '57014' })
  }

  #receive(reply: PgliteReply | PgliteNotice): void {
    if (reply.kind === 'notified') {
      for (const listener of this.#listeners) listener(reply)
      return
    }
    if (reply.kind === 'broken') {
      // A transaction that hit this may be half committed, so nothing more may run on this instance.
      const { message } = reply
      const isFull = isNoRoom(message, reply.code)
      const code = isFull ? '53100' : reply.code
      const trouble = isFull ? 'disk_full' : 'broken'
      this.#end(`The embedded database failed: ${message}`, { trouble, code, cause: new Error(message) })
      return
    }
    this.#answeredAt = performance.now()
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    switch (reply.kind) {
      case 'done':
        return waiting?.resolve(reply.rows)
      case 'refused':
        return waiting?.reject(storeFailure(new SqlError(reply.message, reply.code, reply.constraint)))
      case 'unreadable':
        return waiting?.reject(new Error(reply.message))
    }
  }

  #end(message: string, parts: StoreTroubleParts): StoreUnavailableError {
    void this.#worker.terminate()
    return this.#die(message, parts)
  }

  #die(message: string, parts: StoreTroubleParts): StoreUnavailableError {
    if (!this.#dead) {
      this.#dead = new StoreUnavailableError(message, parts)
      this.#onDeath(this.#dead)
    }
    for (const { reject } of this.#waiting.values()) reject(this.#dead)
    this.#waiting.clear()
    return this.#dead
  }
}
