import { type Cuts, PAGE_BYTES_MAX } from '#contract/cuts.ts'
import * as z from 'zod/mini'
import type { Keyset, PageRequest, Slice } from '#server/ports.ts'
import { cutSelect, cutting, namesOf } from './cutSelect.ts'
import type { SqlRunner } from './sql.ts'
import type { SqlParams } from './SqlParams.ts'

/** Which rows a page is made of, and in which order. */
export type PageSource = {
  readonly from: string
  /** Conditions of the list, without the page's own; at least one, except for a list of everything. */
  readonly where: readonly string[]
  readonly params: SqlParams
  /** Sort columns with their types, in order, the last one unique within the list. */
  readonly order: readonly SortColumn[]
  readonly direction: 'ascending' | 'descending'
}
export type PageQuery<Row extends z.ZodMiniObject> = PageSource & {
  /** Under the names of the row's schema. */
  readonly columns: string
  readonly row: Row
  /** The texts of a row that are cut. */
  readonly cuts: Cuts
  /** So many rows are counted at most; all where it is left out. */
  readonly countedMax?: number | undefined
  readonly keyOf: (row: z.output<Row>) => Keyset
}
export type SortColumn = { readonly column: string; readonly type: 'bigint' | 'timestamptz' | 'text' | 'uuid' }

/**
 * One page and the true total, in one statement and so of one moment. The rows come as one JSON text: it is the
 * fastest way through both drivers, and numbers mean the same in both. The schema refuses an integer beyond 2^53.
 * The database measures the rows, and sends none that begins beyond the bytes of a page.
 */
export async function selectPage<Row extends z.ZodMiniObject>(
  sql: SqlRunner,
  query: PageQuery<Row>,
  page: PageRequest,
): Promise<Slice<z.output<Row>>> {
  const { params } = query
  const rowsOfPage = cutSelect(namesOf(query.row), query.cuts, pageSql(query, query.columns, page))
  const [found] = await sql.query(
    `select ${countOf(query.from, query.where, query.countedMax)} as total, listed, rows from (${fittingSql(rowsOfPage, page)}) page`,
    params.values,
    z.object({ total: z.int(), listed: z.int(), rows: z.array(cutting(query.row, query.cuts)) }),
  )
  if (!found) throw new Error('an aggregate without groups answers with one row')
  const rows = found.rows.slice(0, page.limit)
  const last = rows.at(-1)
  const next = found.listed > rows.length && last !== undefined ? query.keyOf(last) : undefined
  const { total } = found
  const { countedMax } = query
  return countedMax !== undefined && total > countedMax
    ? { rows, total: countedMax, total_is_capped: true, next }
    : { rows, total, next }
}

/**
 * Of an ordered select, the first rows as one JSON list: all that begin within the bytes of a page, and at least one; and
 * how many rows there are.
 */
export const fittingSql = (select: string, { bytes = PAGE_BYTES_MAX }: Pick<PageRequest, 'bytes'>): string => `
  select count(*) as listed,
    coalesce(json_agg(item order by place) filter (where up_to_here - own < ${bytes}), '[]') as rows
  from (
    select item, place, octet_length(item::text) as own, sum(octet_length(item::text)) over (order by place) as up_to_here
    from (select to_json(each) as item, row_number() over () as place from (${select}) each) placed
  ) sized`

/**
 * A select of the page's rows and of one row more, which tells whether another page follows. The page begins after a row
 * comparison, which an index on the sort columns answers without reading what went before.
 */
export function pageSql(source: PageSource, columns: string, { limit, after }: PageRequest): string {
  const { from, where, params, order } = source
  const descending = source.direction === 'descending'
  const onPage = after ? [...where, `${tuple(order)} ${descending ? '<' : '>'} (${bindKeyset(source, after)})`] : where
  const orderBy = order.map(({ column }) => `${column}${descending ? ' desc' : ''}`).join(', ')
  return `select ${columns} from ${from} ${whereOf(onPage)} order by ${orderBy} limit ${params.bind(limit + 1)}::bigint`
}

/** How many rows there are, as a value in another select; of more than `most`, one more than that. */
export const countOf = (from: string, conditions: readonly string[], most?: number): string =>
  most === undefined
    ? `(select count(*) from ${from} ${whereOf(conditions)})`
    : `(select count(*) from (select from ${from} ${whereOf(conditions)} limit ${most + 1}) counted)`

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`

const tuple = (order: readonly SortColumn[]): string => `(${order.map(({ column }) => column).join(', ')})`

function bindKeyset({ order, params }: PageSource, after: Keyset): string {
  if (after.length !== order.length) throw new TypeError('this keyset belongs to another list')
  return order.map(({ type }, i) => `${params.bind(after[i] ?? null)}::${type}`).join(', ')
}
