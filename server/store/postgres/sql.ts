import type { StoreUnavailableError } from '../ports/errors.ts'
import { mapInSlices, Pace } from '#server/lib/Pace.ts'
import * as z from 'zod/mini'

/**
 * A small interface to a Postgres database: PGlite in a worker thread, or a server. Both run the same SQL text, and
 * return a column as the same JavaScript value (`columnParsers.ts`).
 */
export type SqlParam = string | number | boolean | null | Uint8Array<ArrayBuffer> | readonly string[]

export interface SqlRunner {
  /**
   * Runs one statement. Throws `SqlError` if the database refuses it, `StoreDamagedError` if the data it reads is
   * damaged, and `ZodError` if a row does not match the schema.
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
   * Runs `work` in one transaction: commits when it resolves, rolls back when it rejects. Inside, use only the given
   * runner: PGlite has one connection, so a call on the outer object would wait forever for its own transaction.
   * Statements inside have a longer time limit than those outside, or none with `unlimited`.
   */
  transaction<Result>(work: (tx: SqlRunner) => Promise<Result>, limit?: 'unlimited'): Promise<Result>
  /**
   * Calls `onPayload` with each payload that any connection to this database notifies the channel of, after its commit.
   * Calls it with undefined once listening has started, and after it restarted: notifications before that may have been
   * missed. Returns a function that stops listening.
   */
  listen(channel: string, onPayload: OnPayload): () => void
  /** The database is embedded: one connection in a thread of this process, not a server. */
  readonly isEmbedded?: true
  /**
   * For an engine that runs one statement at a time: whether it is working and has answered anything within this time.
   */
  readonly hasAnsweredWithin?: (ms: number) => boolean
  /**
   * Sends the words to all listeners of the channel, in this process and others, as one text separated by commas. Does
   * not block: words are gathered for up to 25 ms and sent together, each once, and retried if that fails; `*` stands
   * for more words than were kept. A word has at most 38 bytes and no comma. Call this after the commit that it
   * announces: `notify` within a transaction would make commits wait for each other. A message can be lost, for example
   * when the process ends before sending.
   */
  tell(channel: string, words: readonly string[]): void
  /** Resolves if the database failed in a way that only a new process can fix. */
  readonly lost?: Promise<StoreUnavailableError>
  close(): Promise<void>
}

/** Time limits of a statement outside a transaction, and within one. */
export const READ_TIMEOUT_MS = 5000
export const WRITE_TIMEOUT_MS = 120_000

export type OnPayload = (payload: string | undefined) => void

/** Row schema for statements that return no rows. */
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
  /** Name of the violated constraint, if any. */
  readonly constraint: string | undefined

  constructor(message: string, code: string, constraint: string | undefined) {
    super(message)
    this.code = code
    this.constraint = constraint
  }
}

/**
 * The `SqlError` for an error that a database reported through either driver; undefined if the driver itself failed.
 */
export function sqlErrorOf(error: unknown): SqlError | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  // Codes such as ECONNREFUSED come from the socket. A SQLSTATE has five capitals and digits, and `severity` beside it.
  if (!/^[0-9A-Z]{5}$/.test(error.code) || !('severity' in error)) return undefined
  const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
  return new SqlError(error.message, error.code, constraint)
}
