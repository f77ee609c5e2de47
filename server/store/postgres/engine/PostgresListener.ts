import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import type { OnPayload } from '../sql.ts'

const FIRST_PAUSE_MS = 100
const PAUSE_MAX_MS = 10_000
const RECHECK_MS = 5000

/**
 * A dedicated connection that listens to channels, opened with the first listener and kept until it is closed. A broken
 * connection is reopened, with growing pauses while that fails.
 */
export class PostgresListener {
  readonly #url: string
  readonly #hasSession: () => Promise<boolean>
  readonly #closing = new AbortController()
  readonly #channels = new Map<string, Set<OnPayload>>()
  /** The connection, while it is listening to all channels. */
  #client: Client | undefined
  #running: Promise<void> | undefined

  /**
   * `hasSession`: whether a connection keeps one server session. Behind a pooler that does not do this, LISTEN is not
   * possible.
   */
  constructor(url: string, hasSession: () => Promise<boolean>) {
    this.#url = url
    this.#hasSession = hasSession
  }

  listen(channel: string, onPayload: OnPayload): () => void {
    // A new function, so that the same listener can be registered twice.
    const own: OnPayload = (payload) => onPayload(payload)
    const listeners = this.#channels.get(channel) ?? new Set()
    this.#channels.set(channel, listeners.add(own))
    if (this.#client) void this.#begin(this.#client, channel, own)
    this.#running ??= this.#run()
    // The connection keeps listening, because listeners often come back, and notifications without a listener cost next
    // to nothing.
    return () => listeners.delete(own)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    let pause = FIRST_PAUSE_MS
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- one connection after the other
      const hasListened = await this.#listenOnce(signal)
      pause = hasListened ? FIRST_PAUSE_MS : Math.min(pause * 2, PAUSE_MAX_MS)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await setTimeout(pause, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  /** Listens until the connection breaks or everything is closed. Returns whether there was a connection. */
  async #listenOnce(signal: AbortSignal): Promise<boolean> {
    try {
      if (!(await this.#hasSession())) return await this.#doWithout(signal)
    } catch {
      return false
    }
    const client = new Client({
      connectionString: this.#url,
      connectionTimeoutMillis: 2000,
      keepAlive: true,
      application_name: 'runlens listening',
    })
    const end = () => void client.end().catch(() => undefined)
    const ended = new Promise<void>((resolve) => client.once('end', resolve))
    // Without a handler, the error of a broken connection would end the process.
    client.on('error', end)
    client.on('notification', ({ channel, payload }) => this.#tell(channel, payload ?? ''))
    signal.addEventListener('abort', end, { once: true })
    try {
      await client.connect()
      // Iterating a map includes channels that are added meanwhile.
      // oxlint-disable-next-line no-await-in-loop -- one connection runs one statement after the other
      for (const channel of this.#channels.keys()) await client.query(`listen "${channel}"`)
      this.#client = client
      for (const channel of this.#channels.keys()) this.#tell(channel, undefined)
      await ended
      return true
    } catch {
      end()
      return false
    } finally {
      this.#client = undefined
      signal.removeEventListener('abort', end)
    }
  }

  /** Without LISTEN, tells listeners at intervals that anything may have happened, so that they check. */
  async #doWithout(signal: AbortSignal): Promise<boolean> {
    for (const channel of this.#channels.keys()) this.#tell(channel, undefined)
    await setTimeout(RECHECK_MS, undefined, { signal, ref: false }).catch(() => undefined)
    return true
  }

  async #begin(client: Client, channel: string, onPayload: OnPayload): Promise<void> {
    try {
      await client.query(`listen "${channel}"`)
    } catch {
      // The connection broke. The next one listens to this channel from the start.
      return
    }
    if (this.#channels.get(channel)?.has(onPayload)) onPayload(undefined)
  }

  #tell(channel: string, payload: string | undefined): void {
    for (const listener of this.#channels.get(channel) ?? []) listener(payload)
  }
}
