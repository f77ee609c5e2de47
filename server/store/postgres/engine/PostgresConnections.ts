import { Socket } from 'node:net'
import { Pool, type PoolClient, type PoolConfig, types } from 'pg'
import { COLUMN_PARSERS } from './columnParsers.ts'

const CONNECT_TIMEOUT_MS = 2000

/** Time limits of statements in milliseconds, 0 for none. */
export type Settings = { readonly read: number; readonly write: number; readonly readOnly: boolean }

/**
 * Where the settings of a connection apply. A server keeps them for the session. A transaction-mode pooler rejects or
 * forgets them, so there every transaction sets its own, and LISTEN is not possible.
 */
export type Mode = 'session' | 'transaction'

/** A pool of connections whose sockets can be destroyed when the other side stops responding. */
export class PostgresConnections {
  readonly #parts: readonly [url: string, mode: Mode, settings: Settings]
  readonly #pool: Pool
  readonly #sockets = new Set<Socket>()

  constructor(...parts: readonly [url: string, mode: Mode, settings: Settings]) {
    this.#parts = parts
    const config: PoolConfig = {
      ...configOf(...parts),
      stream: () => {
        const socket = new Socket()
        this.#sockets.add(socket)
        return socket.once('close', () => this.#sockets.delete(socket))
      },
    }
    const pool = new Pool(config)
    // A broken connection is discarded, and its user gets a rejected call. Its error is also emitted as an event (by
    // the pool while idle, by the connection while in use), which would end the process if unhandled.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => client.on('error', () => undefined))
    this.#pool = pool
  }

  connect(): Promise<PoolClient> {
    return this.#pool.connect()
  }

  successor(): PostgresConnections {
    return new PostgresConnections(...this.#parts)
  }

  /** Waits up to `waitMs` for connections that are in use. */
  async close(waitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#destroy(), waitMs)
    timer.unref()
    await this.#pool.end().catch(() => undefined)
    clearTimeout(timer)
    // Destroys connections whose shutdown was never answered.
    setTimeout(() => this.#destroy(), CONNECT_TIMEOUT_MS).unref()
  }

  #destroy(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

function configOf(
  given: string,
  mode: Mode,
  { read, readOnly }: Settings,
): PoolConfig & { readonly pipeline?: boolean } {
  const [url, options] = mode === 'session' ? withoutOptions(given) : [given]
  return {
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'runlens',
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => parserOf(oid, format) },
    ...(mode === 'transaction'
      ? { pipeline: true }
      : {
          statement_timeout: read,
          options: `${options ?? ''} -c TimeZone=UTC${readOnly ? ' -c default_transaction_read_only=on' : ''}`,
        }),
  }
}

/** Options in the URL would override those that are passed separately. */
function withoutOptions(url: string): readonly [url: string, options?: string] {
  if (!URL.canParse(url)) return [url]
  const parsed = new URL(url)
  const options = parsed.searchParams.get('options')
  if (options === null) return [url]
  parsed.searchParams.delete('options')
  return [parsed.href, options]
}

function parserOf(oid: number, format: 'text' | 'binary' | undefined): (text: string) => unknown {
  if (oid === BYTEA) return (text) => new Uint8Array(Buffer.from(text.slice(2), 'hex'))
  return COLUMN_PARSERS[oid] ?? types.getTypeParser(oid, format === 'binary' ? 'text' : format)
}
/** The driver's own parser returns a view of a shared buffer. */
const BYTEA = 17
