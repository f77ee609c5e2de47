import type { RawRow } from '#server/import/oldRows.ts'
import type { PostgresReader } from './PostgresReader.ts'
import { quoted } from './quoted.ts'

const ROWS_PER_READ = 1000

/**
 * Finds the rows of each run in a table of a foreign Postgres database. The old schema guarantees no index on run_id,
 * and a read-only client cannot create one. So the positions of all rows (`ctid`, stable within a transaction) are
 * read once, and each run's rows are then fetched by position. Eight bytes per row: 40 MB for five million.
 */
export class RowsByRun {
  readonly #reader: PostgresReader
  readonly #table: string
  /** Undefined if rows have no `ctid`, as in a view or a partitioned table. */
  readonly #places: ReadonlyMap<string, Places> | undefined

  private constructor(reader: PostgresReader, table: string, places: ReadonlyMap<string, Places> | undefined) {
    this.#reader = reader
    this.#table = table
    this.#places = places
  }

  static async read(reader: PostgresReader, table: string): Promise<RowsByRun> {
    const [kind] = await reader.all('select relkind::text as kind from pg_class where oid = to_regclass($1)', [
      quoted(table),
    ])
    if (kind?.['kind'] !== 'r') return new RowsByRun(reader, table, undefined)
    const places = new Map<string, Places>()
    const pages = reader.stream(
      `select run_id::text as run_id, ctid::text as place from ${quoted(table)} where run_id is not null`,
    )
    for await (const rows of pages)
      for (const { run_id, place } of rows) {
        if (typeof run_id !== 'string' || typeof place !== 'string') continue
        const own = places.get(run_id) ?? new Places()
        places.set(run_id, own)
        own.add(place)
      }
    return new RowsByRun(reader, table, places)
  }

  /** The run's rows in physical order. */
  async *ofRun(run_id: string, columns: string): AsyncGenerator<readonly RawRow[]> {
    if (this.#places === undefined) {
      // The only way is to scan the table for each run: correct, but slow for large tables.
      yield await this.#reader.all(`select ${columns} from ${quoted(this.#table)} t where t.run_id::text = $1`, [
        run_id,
      ])
      return
    }
    const places = this.#places.get(run_id)
    if (!places) return
    for (let start = 0; start < places.length; start += ROWS_PER_READ) {
      // oxlint-disable-next-line no-await-in-loop -- rows are fetched as they are consumed
      yield await this.#reader.all(`select ${columns} from ${quoted(this.#table)} t where t.ctid = any($1::tid[])`, [
        places.texts(start, start + ROWS_PER_READ),
      ])
    }
  }
}

/** A growable list of `(block,offset)` pairs, each packed into one number: blocks have 32 bits, offsets 16. */
class Places {
  #packed = new Float64Array(8)
  length = 0

  add(place: string): void {
    if (this.length === this.#packed.length) {
      const grown = new Float64Array(this.length * 2)
      grown.set(this.#packed)
      this.#packed = grown
    }
    const comma = place.indexOf(',')
    this.#packed[this.length] = Number(place.slice(1, comma)) * 65_536 + Number(place.slice(comma + 1, -1))
    this.length += 1
  }

  texts(start: number, end: number): readonly string[] {
    return [...this.#packed.subarray(start, Math.min(end, this.length))].map(
      (packed) => `(${Math.floor(packed / 65_536)},${packed % 65_536})`,
    )
  }
}
