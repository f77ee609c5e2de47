import { setTimeout as pause } from 'node:timers/promises'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { hasRoom } from './diskRoom.ts'
import { PgliteChannel, type StartWorker } from './pgliteChannel.ts'

/** Opening replays the log, which may take long after a crash. */
const OPENING_MAX_MS = 300_000
/** How long a call waits for an engine that is being reopened. */
const PATIENCE_MS = 20_000
const OPENING_AGAIN = 'The embedded database is being reopened'
const SETUP_MAX_MS = 10_000
const ROOM_CHECK_MS = 1000
const FIRST_PAUSE_MS = 250
const PAUSE_MAX_MS = 30_000
/** An engine that ran this long before it failed is reopened at once. */
const GOOD_LIFE_MS = 60_000
/** Number of consecutive failures to open after which the engine gives up. */
const ATTEMPTS_MAX = 6

export type EngineOptions = {
  /** Statements to run after each opening. */
  readonly setup?: readonly string[]
  /** Called once when the engine fails and once when it works again. */
  readonly say?: ((sentence: string) => void) | undefined
  readonly startWorker?: StartWorker | undefined
  /**
   * Whether calls wait while an engine that keeps failing pauses before its next attempt. Otherwise they are refused at
   * once.
   */
  readonly isPatient?: boolean | undefined
}

/**
 * Keeps an engine open on a folder. When one dies, the next one replays the folder's log, so that everything committed
 * is there. An in-memory database cannot be reopened and stays dead.
 */
export class PgliteEngine {
  readonly #dataDir: string | undefined
  readonly #options: EngineOptions
  readonly #closing = new AbortController()
  readonly #onOpened = new Set<(channel: PgliteChannel) => void>()
  readonly #onLost: (error: StoreUnavailableError) => void
  /** Resolves if the engine failed and cannot be reopened. */
  readonly lost: Promise<StoreUnavailableError>
  #channel: PgliteChannel
  #reopening: Promise<void> | undefined
  /** Why calls are refused at once; undefined if they are not. */
  #down: StoreUnavailableError | undefined

  private constructor(dataDir: string | undefined, options: EngineOptions, channel: PgliteChannel) {
    let onLost: (error: StoreUnavailableError) => void = () => undefined
    this.lost = new Promise((resolve) => {
      onLost = resolve
    })
    this.#onLost = onLost
    this.#dataDir = dataDir
    this.#options = options
    this.#channel = channel
    this.#watch(channel, 0)
  }

  /** Throws `StoreUnavailableError`. */
  static async open(dataDir: string | undefined, options: EngineOptions = {}): Promise<PgliteEngine> {
    return new PgliteEngine(dataDir, options, await openChannel(dataDir, options, Infinity))
  }

  /** The working engine. Throws `StoreUnavailableError` with the cause of the last failure. */
  async channel(): Promise<PgliteChannel> {
    if (this.#down) throw this.#down
    if (this.#reopening) await Promise.race([this.#reopening, pause(PATIENCE_MS, undefined, { ref: false })])
    if (this.#down) throw this.#down
    if (this.#channel.dead) throw new StoreUnavailableError(OPENING_AGAIN, { trouble: 'restarting' })
    return this.#channel
  }

  /** Calls back with each engine that is opened after this one. Returns a function that unsubscribes. */
  onOpened(listener: (channel: PgliteChannel) => void): () => void {
    this.#onOpened.add(listener)
    return () => this.#onOpened.delete(listener)
  }

  /** The current engine, dead or alive. */
  get current(): PgliteChannel {
    return this.#channel
  }

  /** Ends the engine at once, whatever it is doing. */
  async stop(): Promise<void> {
    this.#closing.abort()
    this.#down = new StoreUnavailableError('The embedded database was closed', { trouble: 'closed' })
    await this.#channel.stop()
    await this.#reopening
  }

  #watch(channel: PgliteChannel, shortLives: number): void {
    const openedAt = performance.now()
    channel.whenDead((why) => {
      if (this.#closing.signal.aborted) return
      const isNoTrouble = why.trouble === 'timeout' || this.#options.isPatient === true
      const lives = isNoTrouble || performance.now() - openedAt > GOOD_LIFE_MS ? 0 : shortLives + 1
      this.#reopening = this.#reopen(channel, why, lives).finally(() => {
        this.#reopening = undefined
      })
    })
  }

  async #reopen(dead: PgliteChannel, why: StoreUnavailableError, shortLives: number): Promise<void> {
    const { say = () => undefined } = this.#options
    const { signal } = this.#closing
    // Two engines on one folder would corrupt it.
    await dead.stop()
    const folder = this.#dataDir
    if (folder === undefined) {
      this.#down = why
      say(`${sentenceOf(why)} Its in-memory data is lost.`)
      return this.#onLost(why)
    }
    const isFull = why.trouble === 'disk_full'
    say(
      `${sentenceOf(why)} It will be reopened${isFull ? ' when there is free disk space' : ''}. Acknowledged writes are kept.`,
    )
    if (isFull || shortLives > 1) this.#down = why
    for (let attempt = 0; !signal.aborted;) {
      const rest = pauseBefore(Math.max(attempt, shortLives - 1))
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await pause(rest, undefined, { signal, ref: false }).catch(() => undefined)
      // oxlint-disable-next-line no-await-in-loop -- as above
      while (!signal.aborted && !(await hasRoom(folder))) {
        this.#down = why
        // oxlint-disable-next-line no-await-in-loop -- as above
        await pause(ROOM_CHECK_MS, undefined, { signal, ref: false }).catch(() => undefined)
      }
      if (signal.aborted) return
      try {
        // oxlint-disable-next-line no-await-in-loop -- as above
        const channel = await openChannel(folder, this.#options, OPENING_MAX_MS)
        return this.#takeOver(channel, shortLives)
      } catch (error) {
        attempt += 1
        this.#down = why
        if (attempt >= ATTEMPTS_MAX) return this.#onLost(unavailable(error))
      }
    }
  }

  #takeOver(channel: PgliteChannel, shortLives: number): void {
    this.#channel = channel
    if (this.#closing.signal.aborted) return void channel.stop()
    this.#down = undefined
    this.#watch(channel, shortLives)
    this.#options.say?.('The embedded database is open again.')
    for (const listener of this.#onOpened) listener(channel)
  }
}

async function openChannel(dataDir: string | undefined, { setup = [], startWorker }: EngineOptions, limitMs: number) {
  const channel = await PgliteChannel.open({ dataDir }, limitMs, startWorker)
  try {
    // oxlint-disable-next-line no-await-in-loop -- one connection runs one statement after the other
    for (const text of setup) await channel.ask({ kind: 'exec', text }, SETUP_MAX_MS)
  } catch (error) {
    await channel.stop()
    throw error
  }
  return channel
}

const pauseBefore = (attempt: number): number =>
  attempt <= 0 ? 0 : Math.min(FIRST_PAUSE_MS * 2 ** attempt, PAUSE_MAX_MS)

const sentenceOf = ({ message, code }: StoreUnavailableError): string =>
  `${message.replace(/\.$/, '')}${code === undefined ? '' : ` (${code})`}.`

const unavailable = (error: unknown): StoreUnavailableError =>
  error instanceof StoreUnavailableError
    ? error
    : new StoreUnavailableError('The embedded database cannot be reopened', { trouble: 'broken', cause: error })
