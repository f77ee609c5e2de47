import type { SpanRef } from '#contract/telemetry.ts'
import { Timestamp } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { unassignedCallKey } from '#server/store/spans/unassignedCallKey.ts'
import * as z from 'zod/mini'
import { DRAW_AT } from './claimRuns.ts'
import { moment } from '../columns.ts'
import { SpanReader } from './readSpans.ts'
import { countOf, selectPage } from '../read/selectPage.ts'
import type { SqlRunner } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

/** Bytes of spans after which a page ends early. */
const PAGE_BYTES_MAX = 4 * 1024 * 1024

/**
 * Once a run is stored, by projection or another source, its calls leave the list, whatever the last projection
 * recorded. `offset 0` keeps the planner from joining and sorting both tables whole, so that it walks the index.
 */
const WITHOUT_RUN = 'not exists (select from workflow_runs w where w.run_id = l.run_id offset 0)'

export const COUNT_LOOSE_CALLS = countOf('loose_calls l', [WITHOUT_RUN])

/**
 * Returns the run, or nothing if it has gone because a span named another run. Releases this server's claim, and
 * subtracts what was counted as waiting when the spans were read.
 */
export const REPLACE_LOOSE_CALLS = `with marked as (
    update span_runs set projected_revision = $2::bigint, is_settled = $3::boolean, unfinished = 0, failures = 0,
      claimed_by = nullif(claimed_by, $7::uuid), claimed_until = case when claimed_by = $7::uuid then null else claimed_until end,
      waiting_spans = case when revision = $2::bigint then 0 else greatest(0, waiting_spans - $8::bigint) end,
      due_since = case when revision <> $2::bigint then clock_timestamp() end,
      draw_at = case when revision <> $2::bigint then ${DRAW_AT('clock_timestamp()', 'span_count')} end,
      rest_until = clock_timestamp() + $9::double precision * interval '1 ms'
    where run_id = $1::uuid returning run_id
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

const BYTES = `(select coalesce(s.bytes, octet_length(s.span::text)) + coalesce(c.bytes, 0)
  from spans s left join span_contexts c using (context_id) where s.trace_id = l.trace_id and s.span_id = l.span_id)`

const Key = z.object({ trace_id: z.string(), span_id: z.string(), started_at: Timestamp, bytes: z.int() })

export async function selectUnassignedCalls(sql: SqlRunner, page: PageRequest): Promise<Slice<RawSpan>> {
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
    keyOf: unassignedCallKey,
  } as const
  const slice = await selectPage(sql, query, page)
  const keys = fitting(slice.rows)
  const last = keys.at(-1)
  const next = keys.length < slice.rows.length && last !== undefined ? unassignedCallKey(last) : slice.next
  return { rows: await new SpanReader(sql).read(keys), total: slice.total, next }
}

/** The first rows that fit into the bytes of a page, at least one. */
function fitting<Sized extends { readonly bytes: number }>(rows: readonly Sized[]): readonly Sized[] {
  let bytes = 0
  const end = rows.findIndex((row, index) => (bytes += row.bytes) > PAGE_BYTES_MAX && index > 0)
  return end === -1 ? rows : rows.slice(0, end)
}

export async function selectUnassignedCall(sql: SqlRunner, ref: SpanRef): Promise<RawSpan | undefined> {
  const keys = await sql.query(
    `select trace_id, span_id from loose_calls l where trace_id = $1::text and span_id = $2::text and ${WITHOUT_RUN}`,
    [ref.trace_id, ref.span_id],
    z.object({ trace_id: z.string(), span_id: z.string() }),
  )
  const [found] = await new SpanReader(sql).read(keys)
  return found
}
