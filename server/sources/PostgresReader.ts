import { Client, type ClientConfig } from 'pg'
import { redactDatabaseUrl } from '#server/lib/redactDatabaseUrl.ts'
import { SourceError } from './SourceError.ts'

type TextRow = Readonly<Record<string, string | null>>

const ROWS_PER_FETCH = 1000
const CONNECT_TIMEOUT_MS = 5000

/**
 * Casts of times to text depend on the session's time zone and style, and synchronised scans may start in the middle
 * of a table.
 */
const SETTINGS = `
  set local time zone 'UTC'; set local datestyle to iso; set local intervalstyle to iso_8601;
  set local synchronize_seqscans to off; set local statement_timeout to 0`

/**
 * A read-only transaction on a foreign Postgres database, in which all reads see the same snapshot. Statements must
 * cast every column to text. Every failure is a `SourceError`.
 */
export class PostgresReader {
  /** Host, port and database. User and password never appear in a message. */
  readonly place: string
  readonly #client: Client
  #cursors = 0

  private constructor(place: string, client: Client) {
    this.place = place
    this.#client = client
  }

  static async open(url: string): Promise<PostgresReader> {
    const config: ClientConfig = {
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'runlens import',
    }
    const reader = new PostgresReader(redactDatabaseUrl(url), new Client(config))
    // An idle connection that breaks must not crash the process; the next read reports it.
    reader.#client.on('error', () => {})
    try {
      await reader.#client.connect()
      await reader.#exec('begin isolation level repeatable read read only')
      await reader.#exec(SETTINGS)
      return reader
    } catch (error) {
      await reader.close()
      throw reader.#translated(error)
    }
  }

  async all(text: string, params: readonly unknown[] = []): Promise<readonly TextRow[]> {
    try {
      return (await this.#client.query<Record<string, string | null>>(text, [...params])).rows
    } catch (error) {
      throw this.#translated(error)
    }
  }

  /** Streams any number of rows in chunks. Several streams may be open at once. */
  async *stream(text: string): AsyncGenerator<readonly TextRow[]> {
    this.#cursors += 1
    const cursor = `runlens_${this.#cursors}`
    await this.all(`declare ${cursor} no scroll cursor for ${text}`)
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- rows are fetched as they are consumed
      const rows = await this.all(`fetch ${ROWS_PER_FETCH} from ${cursor}`)
      yield rows
      if (rows.length < ROWS_PER_FETCH) break
    }
    await this.all(`close ${cursor}`)
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined)
  }

  async #exec(text: string): Promise<void> {
    await this.#client.query(text)
  }

  #translated(cause: unknown): Error {
    if (cause instanceof SourceError) return cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (code === '3D000') return new SourceError('missing', `There is no database ${this.place}.`, { cause })
    if (code.startsWith('28'))
      return new SourceError('forbidden', `${this.place} rejected the user or password.`, { cause })
    if (code === '42501')
      return new SourceError(
        'forbidden',
        `The user has no permission to read all of the old tables of ${this.place}.`,
        { cause },
      )
    if (code === '55P03')
      return new SourceError('locked', `A table of ${this.place} is locked; try again later.`, { cause })
    if (code === 'XX001' || code === 'XX002')
      return new SourceError('corrupt', `${this.place} is damaged: Postgres cannot read all of it.`, { cause })
    if (cause instanceof Error && 'severity' in cause && !/^(08|53|57)/.test(code)) return cause
    return new SourceError('unreachable', `The database ${this.place} cannot be reached.`, { cause })
  }
}
