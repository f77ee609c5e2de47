import * as z from 'zod/mini'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { NoRow, type Sql, type SqlRunner } from '../sql.ts'

/** What was copied of one table and what was lost. */
export type SalvagedTable = {
  readonly name: string
  readonly rows: number
  /** Pages that could not be read at all; each held some rows. */
  readonly lostPages: number
  /** Rows of other pages that could not be read. */
  readonly lostRows: number
}

/** Pages copied at once while nothing fails. */
const PAGES_AT_ONCE = 64
/** The maximum number of rows on a page. */
const ROWS_OF_PAGE = 300

type Counts = { rows: number; lostPages: number; lostRows: number }
/** Pages from `first` to `end` (exclusive). */
type Pages = { readonly first: number; readonly end: number }
type Copy = { readonly source: Sql; readonly target: SqlRunner; readonly name: string; readonly columns: string }

/**
 * Copies the rows of one table, many pages at once. If that fails, goes page by page, and then row by row, so that
 * everything readable is copied. `target` must not check foreign keys meanwhile.
 */
export async function salvageTable(source: Sql, target: Sql, name: string): Promise<SalvagedTable> {
  const counts: Counts = { rows: 0, lostPages: 0, lostRows: 0 }
  const columns = (await sharedColumns(source, target, name)).join(', ')
  const [size] = await source.query(
    `select pg_relation_size(to_regclass($1::text)) / current_setting('block_size')::bigint as pages`,
    [name],
    z.object({ pages: z.nullable(z.int()) }),
  )
  const copy = { source, target, name, columns }
  if (columns !== '')
    for (let first = 0; first < (size?.pages ?? 0); first += PAGES_AT_ONCE) {
      // oxlint-disable-next-line no-await-in-loop -- one connection on each side
      await copyPages(copy, { first, end: Math.min(first + PAGES_AT_ONCE, size?.pages ?? 0) }, counts)
    }
  return { name, ...counts }
}

async function copyPages(copy: Copy, { first, end }: Pages, counts: Counts): Promise<void> {
  if (end - first === 1) return await copyPage(copy, first, counts)
  const copied = await tryCopy(copy, `(${first},0)`, `(${end},0)`)
  if (copied !== undefined) {
    counts.rows += copied
    return
  }
  const middle = (first + end) >> 1
  await copyPages(copy, { first, end: middle }, counts)
  await copyPages(copy, { first: middle, end }, counts)
}

async function copyPage(copy: Copy, page: number, counts: Counts): Promise<void> {
  const copied = await tryCopy(copy, `(${page},0)`, `(${page + 1},0)`)
  if (copied !== undefined) {
    counts.rows += copied
    return
  }
  let numbers: readonly number[]
  try {
    numbers = await rowsOn(copy, page)
  } catch (error) {
    if (!isLoss(error)) throw error
    counts.lostPages += 1
    return
  }
  for (const number of numbers) {
    // oxlint-disable-next-line no-await-in-loop -- one row after the other
    const row = await tryCopy(copy, `(${page},${number})`, `(${page},${number + 1})`)
    if (row === undefined) counts.lostRows += 1
    else counts.rows += row
  }
}

/** The numbers of the rows on a page, without reading their values. */
async function rowsOn({ source, name }: Copy, page: number): Promise<readonly number[]> {
  const found = await source.query(
    `select (string_to_array(trim(both '()' from ctid::text), ','))[2]::integer as number from ${name}
    where ctid >= $1::text::tid and ctid < $2::text::tid`,
    [`(${page},0)`, `(${page + 1},0)`],
    z.object({ number: z.int().check(z.maximum(ROWS_OF_PAGE)) }),
  )
  return found.map(({ number }) => number)
}

/** The number of rows copied between the two positions; undefined if one of them failed. */
async function tryCopy({ source, target, name, columns }: Copy, from: string, to: string): Promise<number | undefined> {
  try {
    const [read] = await source.query(
      `select count(*) as count, coalesce(json_agg(part), '[]')::text as rows from (
        select ${columns} from ${name} where ctid >= $1::text::tid and ctid < $2::text::tid
      ) part`,
      [from, to],
      z.object({ count: z.int(), rows: z.string() }),
    )
    if (!read || read.count === 0) return 0
    await target.query(
      `insert into ${name} (${columns}) select ${columns} from json_populate_recordset(null::${name}, $1::text::json)
      on conflict do nothing`,
      [read.rows],
      NoRow,
    )
    return read.count
  } catch (error) {
    if (!isLoss(error)) throw error
    return undefined
  }
}

/**
 * Whether the row is lost and copying can go on: after a row crashes the engine, it is reopened. Not if the disk is
 * full.
 */
const isLoss = (error: unknown): boolean =>
  !(error instanceof StoreUnavailableError) || error.trouble === 'broken' || error.trouble === 'timeout'

/** Columns that both tables have and that are not generated, in the order of the target. */
async function sharedColumns(source: Sql, target: Sql, name: string): Promise<readonly string[]> {
  const text = `select quote_ident(attname) as name from pg_attribute
    where attrelid = to_regclass($1::text) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`
  const Name = z.object({ name: z.string() })
  const [had, has] = [await source.query(text, [name], Name), await target.query(text, [name], Name)]
  const known = new Set(had.map((column) => column.name))
  return has.map((column) => column.name).filter((column) => known.has(column))
}
