import { Worker } from 'node:worker_threads'
import { StoreUnavailableError } from '#server/ports.ts'
import {
  OPENING,
  type PgliteNotice,
  type PgliteReply,
  type PgliteRequest,
  type PgliteWorkerData,
} from './pgliteProtocol.ts'
import { SqlError } from './sql.ts'

type Waiting = { readonly resolve: (rows: readonly unknown[]) => void; readonly reject: (error: Error) => void }
type Distributed<T> = T extends unknown ? Omit<T, 'id'> : never
type Question = Distributed<PgliteRequest>

/** Starts the worker and carries questions to it and answers back, until it is stopped or dies; then every call rejects. */
export class PgliteChannel {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(notice: PgliteNotice) => void>()
  #lastId = OPENING
  #dead: StoreUnavailableError | undefined

  private constructor(data: PgliteWorkerData) {
    const file = new URL('./startPgliteWorker.mjs', import.meta.url)
    // No flags of the process: those of a test runner or a loader would be loaded into the worker a second time.
    this.#worker = new Worker(file, { workerData: data, execArgv: [] })
    this.#worker.on('message', (reply: PgliteReply | PgliteNotice) => this.#receive(reply))
    this.#worker.on('error', (error) => this.#die('The embedded database failed', error))
    this.#worker.on('exit', () => this.#die('The embedded database has ended'))
  }

  static async open(data: PgliteWorkerData): Promise<PgliteChannel> {
    const channel = new PgliteChannel(data)
    try {
      await channel.#wait(OPENING)
    } catch (error) {
      await channel.stop()
      throw error
    }
    return channel
  }

  async ask(question: Question): Promise<readonly unknown[]> {
    if (this.#dead) throw this.#dead
    const id = ++this.#lastId
    const answer = this.#wait(id)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    this.#worker.postMessage({ ...question, id } satisfies PgliteRequest)
    return await answer
  }

  /** Returns how to stop it. */
  onNotice(listener: (notice: PgliteNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Ends the worker at once. What was committed is kept, as after a crash. */
  async stop(): Promise<void> {
    this.#die('The embedded database was closed')
    await this.#worker.terminate()
  }

  #wait(id: number): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
  }

  #receive(reply: PgliteReply | PgliteNotice): void {
    if (reply.kind === 'notified') {
      for (const listener of this.#listeners) listener(reply)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    switch (reply.kind) {
      case 'done':
        return waiting?.resolve(reply.rows)
      case 'refused':
        return waiting?.reject(new SqlError(reply.message, reply.code, reply.constraint))
      case 'unreadable':
        return waiting?.reject(new Error(reply.message))
      case 'broken': {
        // A transaction that met this may be half committed, so nothing more may run on this instance.
        const broken = this.#die('The embedded database failed', new Error(reply.message))
        waiting?.reject(broken)
        void this.#worker.terminate()
      }
    }
  }

  #die(message: string, cause?: Error): StoreUnavailableError {
    this.#dead ??= new StoreUnavailableError(message, { cause })
    for (const { reject } of this.#waiting.values()) reject(this.#dead)
    this.#waiting.clear()
    return this.#dead
  }
}
