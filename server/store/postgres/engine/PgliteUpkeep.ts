import * as z from 'zod/mini'
import type { Sql } from '../sql.ts'

/** Pages that are looked at in one turn: 8 MB, a few ten milliseconds. */
const PAGES_AT_ONCE = 1024
const TIDY_EVERY_MS = 30_000

/**
 * What a server's autovacuum waits for, too: so many rows were written, and a fifth of the table. An empty table that was
 * never looked at counts with its first thousand.
 */
const DUE = `select c.relname::text as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
  where c.relnamespace = current_schema()::regnamespace
    and greatest(s.n_mod_since_analyze, s.n_ins_since_vacuum, s.n_dead_tup) > 1000 + 0.2 * greatest(c.reltuples, 0)
  order by s.n_mod_since_analyze desc limit 1`

const TABLES = `select c.oid::regclass::text as name, pg_relation_size(c.oid) / current_setting('block_size')::bigint as pages
  from pg_class c left join pg_class owner on owner.reltoastrelid = c.oid
  where coalesce(owner.relnamespace, c.relnamespace) = current_schema()::regnamespace and c.relkind in ('r', 't')
  order by c.oid`

const Table = z.object({ name: z.string(), pages: z.int() })
type Table = z.output<typeof Table>

/**
 * What a server does by itself and PGlite does not: keeps statistics and the map of whole pages up to date, without which no
 * index answers a count alone; and reads every page once after the start, so that damage is known before somebody meets it.
 */
export class PgliteUpkeep {
  readonly #sql: Sql
  /** Undefined until the tables are known. */
  #unread: Table[] | undefined
  #page = 0
  #tidiedAt = performance.now()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** One small piece of the work; to be called again and again. Throws as the database does. */
  async turn(): Promise<void> {
    this.#unread ??= [...(await this.#sql.query(TABLES, [], Table))]
    const [table] = this.#unread
    if (table) return await this.#readPages(table)
    if (performance.now() - this.#tidiedAt < TIDY_EVERY_MS) return
    this.#tidiedAt = performance.now()
    await this.tidy()
  }

  /** Brings one table up to date, if any needs it. Answers with its name. */
  async tidy(): Promise<string | undefined> {
    const [due] = await this.#sql.query(DUE, [], z.object({ name: z.string() }))
    if (due) await this.#sql.exec(`vacuum analyze ${due.name}`, 'unlimited')
    return due?.name
  }

  async #readPages({ name, pages }: Table): Promise<void> {
    const first = this.#page
    this.#page += PAGES_AT_ONCE
    if (this.#page >= pages) {
      this.#unread?.shift()
      this.#page = 0
    }
    await this.#sql.query(
      `select count(*) as count from ${name} where ctid >= $1::text::tid and ctid < $2::text::tid`,
      [`(${first},0)`, `(${first + PAGES_AT_ONCE},0)`],
      z.unknown(),
    )
  }
}
