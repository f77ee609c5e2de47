import type { RunId } from '#contract/ids.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import * as z from 'zod/mini'
import { arrayText } from '../arrayText.ts'
import { SpanReader } from './readSpans.ts'
import { NoRow, type SqlRunner } from '../sql.ts'

/**
 * Those of the given spans whose stored version is final, because their trace has settled. A running span may still
 * end.
 */
export async function settledVersionsOf(tx: SqlRunner, spans: readonly RawSpan[]): Promise<readonly RawSpan[]> {
  const keys = await tx.query(
    `select trace_id, span_id
    from unnest($1::text::text[], $2::text::text[]) as given (trace_id, span_id)
    join spans s using (trace_id, span_id) join traces t using (trace_id)
    where s.received_at <= t.settled_at and s.end_ns > 0`,
    [arrayText(spans.map(({ trace_id }) => trace_id)), arrayText(spans.map(({ span_id }) => span_id))],
    SpanKey,
  )
  return keys.length === 0 ? [] : await new SpanReader(tx).read(keys)
}

const SpanKey = z.object({ trace_id: z.string(), span_id: z.string() })

/**
 * Marks the traces of a run as settled with the spans of this revision. Does nothing if other spans have arrived since.
 */
export async function settleTraces(tx: SqlRunner, run_id: RunId, revision: number): Promise<void> {
  await tx.query(
    `update traces set settled_at = s.received_at from span_runs s
    where s.run_id = $1::uuid and s.revision = $2::bigint and traces.run_id = s.run_id
      and traces.settled_at is distinct from s.received_at`,
    [run_id, revision],
    NoRow,
  )
}
