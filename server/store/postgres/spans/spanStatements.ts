import { DRAW_AT } from './claimRuns.ts'

/**
 * Sorted, so that two writers that share spans cannot deadlock. JSON is sent as lines, because an array literal would
 * escape each of its quotes. Of two versions that differ only in content, the one with the greater text stays. Returns
 * by how many bytes the stored rows grew; the previous sizes are certain, because the traces are locked.
 */
export const WRITE_SPANS = `with given as materialized (
  select * from unnest($1::text::text[], $2::text::text[], string_to_array($3::text, E'\\n'), $4::text::numeric[],
    $5::text::bigint[], $6::text::text[], $7::text::numeric[])
    as given (trace_id, span_id, span, end_ns, attribute_count, context_id, start_ns)
), former as materialized (
  select trace_id, span_id, coalesce(s.bytes, octet_length(s.span::text)) as bytes
  from given join spans s using (trace_id, span_id)
), written as (
  insert into spans (trace_id, span_id, span, context_id, bytes, start_ns, end_ns, attribute_count)
  select trace_id, span_id, span::json, context_id, octet_length(span), start_ns, end_ns, attribute_count from given
  order by trace_id, span_id
  on conflict (trace_id, span_id) do update
    set span = excluded.span, context_id = excluded.context_id, bytes = excluded.bytes, start_ns = excluded.start_ns,
      end_ns = excluded.end_ns, attribute_count = excluded.attribute_count
    where (excluded.end_ns, excluded.attribute_count, excluded.span::text collate "C") >
        (spans.end_ns, spans.attribute_count, spans.span::text collate "C")
      or ((excluded.end_ns, excluded.attribute_count, excluded.span::text collate "C") =
          (spans.end_ns, spans.attribute_count, spans.span::text collate "C")
        and excluded.context_id is distinct from spans.context_id
        and (select context::text collate "C" from span_contexts c where c.context_id = excluded.context_id) >
          coalesce((select context::text collate "C" from span_contexts c where c.context_id = spans.context_id), ''))
  returning trace_id, span_id, bytes
)
select trace_id, former.bytes is null as is_new, (written.bytes - coalesce(former.bytes, 0))::bigint as bytes
from written left join former using (trace_id, span_id)`

/**
 * A shared lock that all writers of spans hold until they commit, so that nobody deletes a context that one of them has
 * found: see migration 0021. Taken after the traces are locked; otherwise writers and deleters would deadlock.
 */
export const WRITE_CONTEXTS = `with held as materialized (select pg_advisory_xact_lock_shared(7261021)::text as lock)
  insert into span_contexts (context_id, context, bytes)
  select context_id, context::json, octet_length(context)
  from held, unnest($1::text::text[], string_to_array($2::text, E'\\n')) as given (context_id, context)
  where held.lock is not null
  order by context_id
  on conflict do nothing returning context_id`

/** The number and bytes of all spans of some traces. */
export const COUNT_SPANS = `select trace_id, count(*) as spans, (coalesce(sum(bytes), 0) + coalesce((
    select sum(c.bytes) from span_contexts c
    where context_id in (select context_id from spans own where own.trace_id = spans.trace_id)
  ), 0))::bigint as bytes from spans
  where trace_id = any($1::text::text[]) group by trace_id`

/** Counts what arrived for each run. `$2`: new spans, `$3`: their bytes, `$4`: spans written. */
export const COUNT_UP = `insert into span_runs
    (run_id, revision, received_at, span_count, span_bytes, waiting_spans, due_since, draw_at)
  select run_id, 1, clock_timestamp(), sum(new), sum(bytes), sum(written), clock_timestamp(),
    ${DRAW_AT('clock_timestamp()', 'sum(new)')}
  from traces join unnest($1::text::text[], $2::text::bigint[], $3::text::bigint[], $4::text::bigint[])
    as given (trace_id, new, bytes, written) using (trace_id)
  group by run_id order by run_id
  on conflict (run_id) do update set revision = span_runs.revision + 1, received_at = excluded.received_at,
    span_count = span_runs.span_count + excluded.span_count,
    span_bytes = span_runs.span_bytes + excluded.span_bytes,
    waiting_spans = span_runs.waiting_spans + excluded.waiting_spans,
    -- Whoever waits already keeps its place.
    due_since = case when span_runs.projected_revision = span_runs.revision then excluded.due_since else span_runs.due_since end,
    draw_at = case when span_runs.projected_revision = span_runs.revision
      then ${DRAW_AT('excluded.due_since', '(span_runs.span_count + excluded.span_count)')} else span_runs.draw_at end`
