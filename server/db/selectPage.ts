import * as z from 'zod/mini'
import type { Keyset, PageRequest, Slice } from '#server/ports.ts'
import type { SqlRunner } from './sql.ts'
import type { SqlParams } from './SqlParams.ts'

export type PageQuery<Row extends z.core.$ZodType> = {
  readonly from: string
  readonly columns: string
  /** Conditions of the list, without the page's own; at least one, except for a list of everything. */
  readonly where: readonly string[]
  readonly params: SqlParams
  /** Sort columns with their types, in order, the last one unique within the list. */
  readonly order: readonly SortColumn[]
  readonly direction: 'ascending' | 'descending'
  readonly row: Row
  readonly keyOf: (row: z.output<Row>) => Keyset
}
export type SortColumn = { readonly column: string; readonly type: 'bigint' | 'timestamptz' | 'text' | 'uuid' }

/**
 * One page and the true total, in one statement and so of one moment. The page begins after a row comparison, which an
 * index on the sort columns answers without reading what went before. The rows come as one JSON text: it is the
 * fastest way through both drivers, and numbers mean the same in both. The schema refuses an integer beyond 2^53.
 */
export async function selectPage<Row extends z.core.$ZodType>(
  sql: SqlRunner,
  query: PageQuery<Row>,
  { limit, after }: PageRequest,
): Promise<Slice<z.output<Row>>> {
  const { params, order } = query
  const matching = query.where
  const descending = query.direction === 'descending'
  const onPage = after
    ? [...matching, `${tuple(order)} ${descending ? '<' : '>'} (${bindKeyset(query, after)})`]
    : matching
  const orderBy = order.map(({ column }) => `${column}${descending ? ' desc' : ''}`).join(', ')
  const [found] = await sql.query(
    `select
      (select count(*) from ${query.from} ${whereOf(matching)}) as total,
      (select coalesce(json_agg(page), '[]') from (
        select ${query.columns} from ${query.from} ${whereOf(onPage)} order by ${orderBy} limit ${params.bind(limit + 1)}::bigint
      ) page) as rows`,
    params.values,
    z.object({ total: z.int(), rows: z.array(query.row) }),
  )
  if (!found) throw new Error('a select without from answers with one row')
  // One row more than asked for tells whether another page follows.
  const rows = found.rows.slice(0, limit)
  const last = rows.at(-1)
  const next = found.rows.length > limit && last !== undefined ? query.keyOf(last) : undefined
  return { rows, total: found.total, next }
}

const whereOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`

const tuple = (order: readonly SortColumn[]): string => `(${order.map(({ column }) => column).join(', ')})`

function bindKeyset({ order, params }: Pick<PageQuery<z.core.$ZodType>, 'order' | 'params'>, after: Keyset): string {
  if (after.length !== order.length) throw new TypeError('this keyset belongs to another list')
  return order.map(({ type }, i) => `${params.bind(after[i] ?? null)}::${type}`).join(', ')
}
