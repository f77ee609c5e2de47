import type { SpanRef } from '#contract/telemetry.ts'
import { Timestamp } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from '#server/ports.ts'
import type { RawSpan } from '#server/telemetry/RawSpan.ts'
import { looseCallKey } from '#server/telemetry/looseCallKey.ts'
import * as z from 'zod/mini'
import { arrayText } from './arrayText.ts'
import { moment } from './columns.ts'
import { spanOf, StoredSpan } from './rowSchemas.ts'
import { countOf, selectPage } from './selectPage.ts'
import type { SqlRunner } from './sql.ts'
import { SqlParams } from './SqlParams.ts'

/** Bytes of spans that a page may read before it ends early. */
const PAGE_BYTES_MAX = 4 * 1024 * 1024

/**
 * A run that was drawn, or told of in another way, takes its calls out of the list, whatever the last projection noted. The
 * offset keeps the planner from joining the two tables, which it would do whole, and sort: so it goes along the index.
 */
const WITHOUT_RUN = 'not exists (select from workflow_runs w where w.run_id = l.run_id offset 0)'

export const COUNT_LOOSE_CALLS = countOf('loose_calls l', [WITHOUT_RUN])

/** Answers with the run; with nothing where it is gone meanwhile, since a span named another. */
export const REPLACE_LOOSE_CALLS = `with marked as (
    update span_runs set projected_revision = $2::bigint, is_settled = $3::boolean where run_id = $1::uuid returning run_id
  ), given as (
    select * from unnest($4::text::text[], $5::text::text[], $6::text::timestamptz[]) as one (trace_id, span_id, started_at)
  ), gone as (
    delete from loose_calls l where run_id = $1::uuid
      and not exists (select from given where given.trace_id = l.trace_id and given.span_id = l.span_id)
  ), noted as (
    insert into loose_calls (trace_id, span_id, run_id, started_at)
      select trace_id, span_id, run_id, started_at from marked, given
    on conflict (trace_id, span_id) do update set run_id = excluded.run_id, started_at = excluded.started_at
      where (loose_calls.run_id, loose_calls.started_at) <> (excluded.run_id, excluded.started_at)
  )
  select run_id from marked`

const BYTES = '(select octet_length(s.span::text) from spans s where s.trace_id = l.trace_id and s.span_id = l.span_id)'

const Key = z.object({ trace_id: z.string(), span_id: z.string(), started_at: Timestamp, bytes: z.int() })

export async function selectLooseCalls(sql: SqlRunner, page: PageRequest): Promise<Slice<RawSpan>> {
  const query = {
    from: 'loose_calls l',
    columns: `l.trace_id, l.span_id, ${moment('l.started_at')} as started_at, ${BYTES} as bytes`,
    where: [WITHOUT_RUN],
    params: new SqlParams(),
    order: [
      { column: 'l.started_at', type: 'timestamptz' },
      { column: 'l.trace_id', type: 'text' },
      { column: 'l.span_id', type: 'text' },
    ],
    direction: 'descending',
    row: Key,
    cuts: {},
    keyOf: looseCallKey,
  } as const
  const slice = await selectPage(sql, query, page)
  const keys = fitting(slice.rows)
  const last = keys.at(-1)
  const next = keys.length < slice.rows.length && last !== undefined ? looseCallKey(last) : slice.next
  return { rows: await spansOf(sql, keys), total: slice.total, next }
}

/** As many of the first as have no more bytes than a page may read, and at least one. */
function fitting<Sized extends { readonly bytes: number }>(rows: readonly Sized[]): readonly Sized[] {
  let bytes = 0
  const end = rows.findIndex((row, index) => (bytes += row.bytes) > PAGE_BYTES_MAX && index > 0)
  return end === -1 ? rows : rows.slice(0, end)
}

/** In the order of the keys. */
async function spansOf(sql: SqlRunner, keys: readonly SpanRef[]): Promise<readonly RawSpan[]> {
  const rows = await sql.query(
    `select span::text as span from unnest($1::text::text[], $2::text::text[]) with ordinality as given (trace_id, span_id, place)
    join spans using (trace_id, span_id) order by place`,
    [arrayText(keys.map(({ trace_id }) => trace_id)), arrayText(keys.map(({ span_id }) => span_id))],
    StoredSpan,
  )
  return rows.map(spanOf)
}

export async function selectLooseCall(sql: SqlRunner, ref: SpanRef): Promise<RawSpan | undefined> {
  const [found] = await sql.query(
    `select span::text as span from loose_calls l join spans using (trace_id, span_id)
    where trace_id = $1::text and span_id = $2::text and ${WITHOUT_RUN}`,
    [ref.trace_id, ref.span_id],
    StoredSpan,
  )
  return found && spanOf(found)
}
