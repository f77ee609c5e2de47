import { RunId } from '#contract/ids.ts'
import type { RefusedSpans } from '#server/store/spans/RefusedSpans.ts'
import { type Arrival, reasonFull, spansWithoutRoom } from '#server/store/spans/runBytes.ts'
import * as z from 'zod/mini'
import { arrayText } from '../arrayText.ts'
import type { SpanRow } from './spanRows.ts'
import type { SqlRunner } from '../sql.ts'

const RunOfTrace = z.object({ trace_id: z.string(), run_id: RunId, bytes: z.nullable(z.int()) })

/**
 * Refuses rows that would exceed a run's limit of span bytes. The runs' counts are locked until the transaction ends,
 * so that the limit holds across servers; the only writer of a new run holds the lock of its trace.
 */
export async function refuseBeyond(
  tx: SqlRunner,
  rows: readonly SpanRow[],
  bytesMax: number,
  refused: RefusedSpans,
): Promise<void> {
  const traces = await tx.query(
    `with held as materialized (
      select run_id, span_bytes from span_runs
      where run_id in (select run_id from traces where trace_id = any($1::text::text[]))
      order by run_id for no key update
    )
    select trace_id, run_id, span_bytes as bytes from traces left join held using (run_id)
    where trace_id = any($1::text::text[])`,
    [arrayText([...new Set(rows.map(({ span }) => span.trace_id))])],
    RunOfTrace,
  )
  const runs = new Map(traces.map(({ trace_id, run_id }) => [trace_id, run_id]))
  const stored = new Map(traces.map(({ run_id, bytes }) => [run_id, bytes ?? 0]))
  const coming = rows.reduce((sum, { bytes, context }) => sum + bytes + context.bytes, 0)
  // The usual case: nothing needs to be looked up.
  if (Math.max(0, ...stored.values()) + coming <= bytesMax) return
  const [spans, contexts] = [await storedBytes(tx, rows), await storedContexts(tx, rows)]
  const arrivals = rows.flatMap(({ span, bytes, context }): readonly Arrival[] => {
    const run_id = runs.get(span.trace_id)
    if (run_id === undefined) return []
    const former = spans.get(`${span.trace_id} ${span.span_id}`)
    const shared = contexts.has(context.id) ? 0 : context.bytes
    if (former === undefined) contexts.add(context.id)
    return [{ span, run_id, more: former === undefined ? bytes + shared : Math.max(0, bytes - former) }]
  })
  refused.add(new Map([[reasonFull(bytesMax), spansWithoutRoom(arrivals, stored, bytesMax)]]))
}

/** The stored bytes of those spans that are stored already. */
async function storedBytes(tx: SqlRunner, rows: readonly SpanRow[]): Promise<ReadonlyMap<string, number>> {
  const found = await tx.query(
    `select trace_id, span_id, coalesce(bytes, octet_length(span::text)) as bytes
    from unnest($1::text::text[], $2::text::text[]) as given (trace_id, span_id) join spans using (trace_id, span_id)`,
    [arrayText(rows.map(({ span }) => span.trace_id)), arrayText(rows.map(({ span }) => span.span_id))],
    z.object({ trace_id: z.string(), span_id: z.string(), bytes: z.int() }),
  )
  return new Map(found.map(({ trace_id, span_id, bytes }) => [`${trace_id} ${span_id}`, bytes]))
}

async function storedContexts(tx: SqlRunner, rows: readonly SpanRow[]): Promise<Set<string>> {
  const found = await tx.query(
    'select context_id from span_contexts where context_id = any($1::text::text[])',
    [arrayText([...new Set(rows.map(({ context }) => context.id))])],
    z.object({ context_id: z.string() }),
  )
  return new Set(found.map(({ context_id }) => context_id))
}
