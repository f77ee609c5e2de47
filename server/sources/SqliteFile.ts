import Libsql from 'libsql'
import { open, stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { setImmediate } from 'node:timers/promises'
import { SourceError, type SourceTrouble } from './SourceError.ts'
import { quoted } from './quoted.ts'
import { emptyRow, readRow, rowAsBytes, type SqliteColumn, type SqliteRow } from './sqliteRow.ts'

const HEADER = 'SQLite format 3\u0000'
/**
 * Limits of temporary tables: a minimum size, and a multiple of the file's size. A view may have infinitely many
 * rows.
 */
const TEMPORARY_BYTES_MIN = 256 * 1024 * 1024
const TEMPORARY_FACTOR = 4
const PAGE_BYTES = 4096
/** The column of `explain query plan` that contains its text. */
const STEP_DETAIL = 3
/** How long to wait for a writer to finish its transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 3000
/** Rows read per turn of the event loop: reading is synchronous, and the writer's socket needs turns in between. */
const ROWS_PER_TURN = 100

/**
 * A SQLite file, opened read-only as a snapshot: all reads see the state at the first read, whatever others write
 * meanwhile. Every failure is a `SourceError`.
 */
export class SqliteFile {
  readonly path: string
  readonly #db: Libsql.Database
  /**
   * Idle prepared statements by their SQL: each run needs three, and preparing one takes as long as reading ten rows.
   */
  readonly #idle = new Map<string, Libsql.Statement>()

  private constructor(path: string, db: Libsql.Database) {
    this.path = path
    this.#db = db
  }

  static async open(path: string): Promise<SqliteFile> {
    await checkFile(path)
    const pages = Math.ceil(
      TEMPORARY_BYTES_MIN / PAGE_BYTES + (TEMPORARY_FACTOR * (await stat(path)).size) / PAGE_BYTES,
    )
    return translated(path, () => {
      // The driver has no read-only option, hence `mode=ro`. Without it, a missing file would be created.
      const db = new Libsql(`${pathToFileURL(path).href}?mode=ro`, { timeout: BUSY_TIMEOUT_MS })
      const file = new SqliteFile(path, db)
      // Temporary tables take 130 bytes per event, and this build would keep them in memory by default.
      db.exec(`pragma temp_store = file; pragma temp.max_page_count = ${pages}; begin`)
      db.prepare('select count(*) from sqlite_schema').get()
      return file
    })
  }

  exec(text: string): void {
    translated(this.path, () => this.#db.exec(text))
  }

  /** SQLite's query plan for reading a table or view, step by step. */
  planOf(table: string): readonly string[] {
    return translated(this.path, () =>
      this.#db
        .prepare(`explain query plan select * from main.${quoted(table)}`)
        .raw(true)
        .all()
        .map((step) => String(Array.isArray(step) ? step[STEP_DETAIL] : step)),
    )
  }

  all(columns: readonly SqliteColumn[], rest: string): readonly SqliteRow[] {
    return translated(this.path, () => [...this.#rows(columns, rest, [])])
  }

  /** Streams any number of rows in chunks. `rest` is the statement after its select list. */
  async *stream(
    columns: readonly SqliteColumn[],
    rest: string,
    params: readonly string[] = [],
  ): AsyncGenerator<readonly SqliteRow[]> {
    const rows = translated(this.path, () => this.#rows(columns, rest, params))
    for (;;) {
      const page = translated(this.path, () => firstOf(rows, ROWS_PER_TURN))
      yield page
      if (page.length < ROWS_PER_TURN) return
      // oxlint-disable-next-line no-await-in-loop -- yields to the event loop on purpose
      await setImmediate()
    }
  }

  close(): void {
    this.#db.close()
  }

  *#rows(columns: readonly SqliteColumn[], rest: string, params: readonly string[]): Generator<SqliteRow, void> {
    const text = `select ${rowAsBytes(columns)} ${rest}`
    const statement = this.#idle.get(text) ?? this.#db.prepare(text).raw(true)
    this.#idle.delete(text)
    const names = columns.map(({ name }) => name)
    const empty = emptyRow(names)
    for (const values of statement.iterate(...params)) {
      const bytes: unknown = Array.isArray(values) ? values[0] : undefined
      if (!(bytes instanceof ArrayBuffer || ArrayBuffer.isView(bytes)))
        throw new TypeError('the driver gave no bytes for a row')
      yield readRow(names, empty, bytes)
    }
    this.#idle.set(text, statement)
  }
}

/** The next rows, up to a number; the rest stay unread. */
function firstOf<Row>(rows: Generator<Row, void>, most: number): readonly Row[] {
  const page: Row[] = []
  while (page.length < most) {
    const next = rows.next()
    if (next.done === true) break
    page.push(next.value)
  }
  return page
}

/** Checks the file before SQLite opens it, for clearer messages. */
async function checkFile(path: string): Promise<void> {
  try {
    const found = await stat(path)
    if (!found.isFile()) throw new SourceError('not a database', `${path} is a folder or a device, not a file.`)
    if (found.size === 0) throw new SourceError('empty', `${path} is empty: it has no tables.`)
    const file = await open(path)
    try {
      const { buffer } = await file.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0)
      if (buffer.toString('latin1') !== HEADER)
        throw new SourceError('not a database', `${path} is not a SQLite database: it has no SQLite header.`)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof SourceError) throw error
    throw codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
      ? new SourceError('missing', `There is no file ${path}.`, { cause: error })
      : new SourceError('forbidden', `${path} cannot be read by this user.`, { cause: error })
  }
}

const TROUBLE_OF_CODE: readonly (readonly [RegExp, SourceTrouble, (path: string) => string])[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'locked',
    (path) => `${path} is locked by another program that is writing to it; try again when it has finished.`,
  ],
  [/^SQLITE_NOTADB/, 'not a database', (path) => `${path} is not a SQLite database, or it is encrypted.`],
  [
    /^SQLITE_(CORRUPT|IOERR)/,
    'corrupt',
    (path) => `${path} is damaged: SQLite cannot read all of it. Restore a copy, or repair it with "sqlite3 .recover".`,
  ],
  [
    /^SQLITE_FULL/,
    'too large',
    (path) =>
      `The temporary folder is too small to read ${path}, or one of its views returns several times as much data as the file has.`,
  ],
  [/^SQLITE_(CANTOPEN|PERM|AUTH|READONLY)/, 'forbidden', (path) => `${path} cannot be opened by this user.`],
]

function translated<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const code = codeOf(error)
    if (code.startsWith('SQLITE_ERROR') && error instanceof Error)
      throw new SourceError('wrong schema', `${path} does not have the old schema: ${error.message}.`, { cause: error })
    const known = TROUBLE_OF_CODE.find(([pattern]) => pattern.test(code))
    if (known) throw new SourceError(known[1], known[2](path), { cause: error })
    // The driver has no code for a file that it could not open, only this message.
    if (error instanceof Error && error.message.startsWith('ConnectionFailed'))
      throw new SourceError('forbidden', `${path} cannot be opened by this user.`, { cause: error })
    throw error
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
