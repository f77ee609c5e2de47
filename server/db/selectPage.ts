import * as z from 'zod/mini'
import type { Keyset, PageRequest, Slice } from '#server/ports.ts'
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
export type PageQuery<Row extends z.core.$ZodType> = PageSource & {
  readonly columns: string
  readonly row: Row
  readonly keyOf: (row: z.output<Row>) => Keyset
}
export type SortColumn = { readonly column: string; readonly type: 'bigint' | 'timestamptz' | 'text' | 'uuid' }

/**
 * One page and the true total, in one statement and so of one moment. The rows come as one JSON text: it is the
 * fastest way through both drivers, and numbers mean the same in both. The schema refuses an integer beyond 2^53.
 */
export async function selectPage<Row extends z.core.$ZodType>(
  sql: SqlRunner,
  query: PageQuery<Row>,
  page: PageRequest,
): Promise<Slice<z.output<Row>>> {
  const { params } = query
  const [found] = await sql.query(
    `select
      ${countOf(query.from, query.where)} as total,
      (select coalesce(json_agg(page), '[]') from (${pageSql(query, query.columns, page)}) page) as rows`,
    params.values,
    z.object({ total: z.int(), rows: z.array(query.row) }),
  )
  if (!found) throw new Error('a select without from answers with one row')
  const rows = found.rows.slice(0, page.limit)
  const last = rows.at(-1)
  const next = found.rows.length > page.limit && last !== undefined ? query.keyOf(last) : undefined
  return { rows, total: found.total, next }
}

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

/** How many rows there are, as a value in another select. */
export const countOf = (from: string, conditions: readonly string[]): string =>
  `(select count(*) from ${from} ${whereOf(conditions)})`

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`

const tuple = (order: readonly SortColumn[]): string => `(${order.map(({ column }) => column).join(', ')})`

function bindKeyset({ order, params }: PageSource, after: Keyset): string {
  if (after.length !== order.length) throw new TypeError('this keyset belongs to another list')
  return order.map(({ type }, i) => `${params.bind(after[i] ?? null)}::${type}`).join(', ')
}
