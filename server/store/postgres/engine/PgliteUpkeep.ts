import * as z from 'zod/mini'
import type { Sql } from '../sql.ts'

/** Pages read per turn: 8 MB, which takes a few tens of milliseconds. */
const PAGES_AT_ONCE = 1024
const TIDY_EVERY_MS = 30_000

/**
 * The same threshold as a server's autovacuum: 1,000 rows plus a fifth of the table. An empty table without statistics
 * counts as due after its first thousand rows.
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
 * Maintenance that a server does by itself and PGlite does not: it keeps statistics and the visibility map up to date,
 * without which counts cannot use index-only scans; and it reads every page once after the start, so that damage is
 * found before a user hits it.
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

  /** One small step; call it repeatedly. Throws like the database. */
  async turn(): Promise<void> {
    this.#unread ??= [...(await this.#sql.query(TABLES, [], Table))]
    const [table] = this.#unread
    if (table) return await this.#readPages(table)
    if (performance.now() - this.#tidiedAt < TIDY_EVERY_MS) return
    this.#tidiedAt = performance.now()
    await this.tidy()
  }

  /** Vacuums and analyzes one table, if any is due. Returns its name. */
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
