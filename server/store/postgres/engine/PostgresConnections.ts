import { Socket } from 'node:net'
import { Pool, type PoolClient, type PoolConfig, types } from 'pg'
import { COLUMN_PARSERS } from './columnParsers.ts'

const CONNECT_TIMEOUT_MS = 2000

/** Limits of statements in milliseconds, 0 for none. */
export type Settings = { readonly read: number; readonly write: number; readonly readOnly: boolean }

/**
 * Where the settings of a connection live. A server takes them for the session. A pooler that hands out connections by
 * the transaction refuses them or forgets them, so there every transaction sets its own, and nobody can listen.
 */
export type Mode = 'session' | 'transaction'

/** A pool of connections, whose sockets can be destroyed where the other side says nothing any more. */
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
    // A connection that breaks is thrown away, and whoever uses it learns of it by a call that rejects. Its error is also
    // an event, of the pool while the connection is idle and its own while it is in use, which unheard would end the process.
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

  /** Waits so long for the connections that are in use. */
  async close(waitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#destroy(), waitMs)
    timer.unref()
    await this.#pool.end().catch(() => undefined)
    clearTimeout(timer)
    // Those that said goodbye and were not answered.
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

/** The options of a URL would stand for those that are given beside it. */
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
/** The driver's own parser answers with a view of a shared buffer. */
const BYTEA = 17
