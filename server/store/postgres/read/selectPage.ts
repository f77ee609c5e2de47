import { type Cuts, PAGE_BYTES_MAX } from '#contract/cuts.ts'
import * as z from 'zod/mini'
import type { Keyset, PageRequest, Slice } from '#server/store/ports/page.ts'
import { cutSelect, cutting, namesOf } from './cutSelect.ts'
import type { SqlRunner } from '../sql.ts'
import type { SqlParams } from '../SqlParams.ts'

/** Which rows a page is taken from, and in which order. */
export type PageSource = {
  readonly from: string
  /** Conditions of the list, without those of the page; at least one, except for a list of everything. */
  readonly where: readonly string[]
  readonly params: SqlParams
  /** Sort columns with their types, in order, the last one unique within the list. */
  readonly order: readonly SortColumn[]
  readonly direction: 'ascending' | 'descending'
}
export type PageQuery<Row extends z.ZodMiniObject> = PageSource & {
  /** Columns named as in the row's schema. */
  readonly columns: string
  readonly row: Row
  /** Which texts of a row are cut. */
  readonly cuts: Cuts
  /** SQL for the total, if it is maintained. Otherwise the rows are counted. */
  readonly keptTotal?: string | undefined
  /** Maximum number of rows that are counted; all if omitted. */
  readonly countedMax?: number | undefined
  readonly keyOf: (row: z.output<Row>) => Keyset
}
export type SortColumn = { readonly column: string; readonly type: 'bigint' | 'timestamptz' | 'text' | 'uuid' }

/**
 * One page and the exact total in one statement, hence from one snapshot. The rows are returned as one JSON text: the
 * fastest way through both drivers, and numbers mean the same in both. The schema refuses integers beyond 2^53. The
 * database measures the rows and sends none that starts beyond the page's limit in bytes.
 */
export async function selectPage<Row extends z.ZodMiniObject>(
  sql: SqlRunner,
  query: PageQuery<Row>,
  page: PageRequest,
): Promise<Slice<z.output<Row>>> {
  const { params } = query
  const { countedMax } = query
  const counted = countedMax === undefined ? countOf(query.from, query.where) : firstCounted(query, countedMax)
  const rowsOfPage = cutSelect(namesOf(query.row), query.cuts, pageSql(query, query.columns, page))
  const [found] = await sql.query(
    `select ${query.keptTotal ?? counted} as total, listed, rows from (${fittingSql(rowsOfPage, page)}) page`,
    params.values,
    z.object({ total: z.int(), listed: z.int(), rows: z.array(cutting(query.row, query.cuts)) }),
  )
  if (!found) throw new Error('an aggregate without groups answers with one row')
  const rows = found.rows.slice(0, page.limit)
  const last = rows.at(-1)
  const next = found.listed > rows.length && last !== undefined ? query.keyOf(last) : undefined
  const { total } = found
  return countedMax !== undefined && total > countedMax
    ? { rows, total: countedMax, total_is_capped: true, next }
    : { rows, total, next }
}

/**
 * The first rows of an ordered select as one JSON list: all that start within the page's limit in bytes, at least one;
 * and the number of rows.
 */
export const fittingSql = (select: string, { bytes = PAGE_BYTES_MAX }: Pick<PageRequest, 'bytes'>): string => `
  select count(*) as listed,
    coalesce(json_agg(item order by place) filter (where up_to_here - own < ${bytes}), '[]') as rows
  from (
    select item, place, octet_length(item::text) as own, sum(octet_length(item::text)) over (order by place) as up_to_here
    from (select to_json(each) as item, row_number() over () as place from (${select}) each) placed
  ) sized`

/**
 * Selects the page's rows and one more, which shows whether there is another page. The page starts after a row
 * comparison, which an index on the sort columns answers without reading the preceding rows.
 */
export function pageSql(source: PageSource, columns: string, { limit, after }: PageRequest): string {
  const { from, where, params, order } = source
  const sign = source.direction === 'descending' ? '<' : '>'
  const onPage = after ? [...where, `${tuple(order)} ${sign} (${bindKeyset(source, after)})`] : where
  return `select ${columns} from ${from} ${whereOf(onPage)} ${orderOf(source)} limit ${params.bind(limit + 1)}::bigint`
}

/** The number of rows, as a scalar in another select. */
export const countOf = (from: string, conditions: readonly string[]): string =>
  `(select count(*) from ${from} ${whereOf(conditions)})`

/** The same, capped at `most` + 1. In list order, so that the list's index is used. */
const firstCounted = (source: PageSource, most: number): string =>
  `(select count(*) from (select from ${source.from} ${whereOf(source.where)} ${orderOf(source)} limit ${most + 1}) counted)`

const orderOf = ({ order, direction }: PageSource): string =>
  `order by ${order.map(({ column }) => `${column}${direction === 'descending' ? ' desc' : ''}`).join(', ')}`

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`

const tuple = (order: readonly SortColumn[]): string => `(${order.map(({ column }) => column).join(', ')})`

function bindKeyset({ order, params }: PageSource, after: Keyset): string {
  if (after.length !== order.length) throw new TypeError('this keyset belongs to another list')
  return order.map(({ type }, i) => `${params.bind(after[i] ?? null)}::${type}`).join(', ')
}
