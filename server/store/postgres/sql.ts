import type { StoreUnavailableError } from '../ports/errors.ts'
import { mapInSlices, Pace } from '#server/lib/Pace.ts'
import * as z from 'zod/mini'

/**
 * The small port to a Postgres: PGlite in a worker thread, or a server. The same SQL text runs on both, and a column
 * comes back as the same JavaScript value from both (`columnParsers.ts`).
 */
export type SqlParam = string | number | boolean | null | Uint8Array<ArrayBuffer> | readonly string[]

export interface SqlRunner {
  /**
   * Runs one statement. Throws `SqlError` where the database refuses it, `StoreDamagedError` where what it would read is
   * damaged, and a `ZodError` where a row is not of the schema.
   */
  query<Row extends z.core.$ZodType>(
    text: string,
    params: readonly SqlParam[],
    row: Row,
  ): Promise<readonly z.output<Row>[]>
  /** Runs one or more statements without parameters. */
  exec(text: string): Promise<void>
}

export interface Sql extends SqlRunner {
  exec(text: string, limit?: 'unlimited'): Promise<void>
  /**
   * Runs `work` in one transaction: commits when it resolves, rolls back when it rejects. Inside, use the runner that it
   * is given: PGlite has one connection, so a call on the outer port would wait for its own transaction for ever. Its
   * statements may take longer than those outside, and as long as they like where it is `unlimited`.
   */
  transaction<Result>(work: (tx: SqlRunner) => Promise<Result>, limit?: 'unlimited'): Promise<Result>
  /**
   * Calls `onPayload` with what any connection to this database notifies the channel of, after its transaction committed;
   * with undefined as soon as listening has begun, and when it began again after it broke: before that anything may have
   * been missed. Returns how to stop it.
   */
  listen(channel: string, onPayload: OnPayload): () => void
  /** One connection in a thread of ours, and not a server. */
  readonly isEmbedded?: true
  /** Of an engine that runs one statement after the other: whether it works and answered anything within this time. */
  readonly hasAnsweredWithin?: (ms: number) => boolean
  /**
   * Tells the words to all who listen to the channel, here and in other processes, as one text with commas between. Nobody
   * waits for it: words are gathered for 25 ms at most and told together, once each, and again where that failed; `*`
   * stands for more than were kept. A word has 38 bytes at most and no comma. To be called after the commit of what it
   * tells of: told within a transaction, as `notify` does, commits would have to wait for each other. May be lost, as when the
   * process ends between.
   */
  tell(channel: string, words: readonly string[]): void
  /** Resolves where the database failed in a way that only a new process can mend. */
  readonly lost?: Promise<StoreUnavailableError>
  close(): Promise<void>
}

/** How long a statement may take outside of a transaction, and within one. */
export const READ_TIMEOUT_MS = 5000
export const WRITE_TIMEOUT_MS = 120_000

export type OnPayload = (payload: string | undefined) => void

/** The schema of a statement that returns no rows. */
export const NoRow = z.never()

export const parseRows = <Row extends z.core.$ZodType>(
  rows: readonly unknown[],
  row: Row,
): Promise<readonly z.output<Row>[]> => mapInSlices(rows, new Pace(), (each) => z.parse(row, each))

/** The database understood the statement and refused it. */
export class SqlError extends Error {
  override readonly name = 'SqlError'
  /** SQLSTATE, five characters: `23503` for a foreign key, `23505` for a unique one. */
  readonly code: string
  /** Name of the violated constraint, where one was. */
  readonly constraint: string | undefined

  constructor(message: string, code: string, constraint: string | undefined) {
    super(message)
    this.code = code
    this.constraint = constraint
  }
}

/** SQLSTATE of an error that a database reported, as both drivers put it; undefined where the driver itself failed. */
export function sqlErrorOf(error: unknown): SqlError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  // Codes such as ECONNREFUSED come from the socket; a SQLSTATE has five capitals and digits, and `severity` beside it.
  if (!/^[0-9A-Z]{5}$/.test(error.code) || !('severity' in error)) return undefined
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
  return new SqlError(error.message, error.code, constraint)
}
