import { RunId } from '#contract/ids.ts'
import { ReceivedTelemetry, type SpanRef } from '#contract/telemetry.ts'
import type { PageRequest, Slice } from '#server/ports.ts'
import { isPlainJson, storableJson } from '#server/services/storableText.ts'
import type { LooseCallKey } from '#server/telemetry/ProjectedRun.ts'
import type { RawSpan } from '#server/telemetry/RawSpan.ts'
import { RefusedSpans } from '#server/telemetry/RefusedSpans.ts'
import { traceOfRun } from '#server/telemetry/runOfTrace.ts'
import { fullestSpans, weightOf } from '#server/telemetry/saysMore.ts'
import type { RejectedFor } from '#server/telemetry/otlp/DecodedSpans.ts'
import type { DueRun, SpansOfRun, SpanStore } from '#server/telemetry/SpanStore.ts'
import * as z from 'zod/mini'
import { arrayText } from './arrayText.ts'
import { COUNT_LOOSE_CALLS, REPLACE_LOOSE_CALLS, selectLooseCall, selectLooseCalls } from './looseCalls.ts'
import { announceRuns } from './noteWrites.ts'
import { giveSessions, placeSpans } from './placeSpans.ts'
import { spanOf, StoredSpan } from './rowSchemas.ts'
import { settledVersionsOf, settleTraces } from './settledSpans.ts'
import { NoRow, type Sql, type SqlRunner } from './sql.ts'

/** A span as the database can hold it, with its JSON, which has no line breaks. */
function storable(given: RawSpan): { readonly span: RawSpan; readonly text: string } {
  const text = JSON.stringify(given)
  if (isPlainJson(text)) return { span: given, text }
  const span = storableJson(given)
  return { span, text: JSON.stringify(span) }
}

export class PgSpanStore implements SpanStore {
  readonly #sql: Sql
  readonly #listeners = new Set<() => void>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async acceptSpans(given: readonly RawSpan[]): Promise<readonly RejectedFor[]> {
    const fullest = fullestSpans(given).map(storable)
    if (fullest.length === 0) return []
    const refused = new RefusedSpans()
    const { changed, left } = await this.#sql.transaction(async (tx) => {
      const { moved, left } = await nameRuns(
        tx,
        fullest.map(({ span }) => span),
        refused,
      )
      const stored = fullest.filter(({ span }) => !refused.has(span))
      const spans = stored.map(({ span }) => span)
      const weights = spans.map(weightOf)
      const written = await tx.query(
        WRITE_SPANS,
        [
          arrayText(spans.map((span) => span.trace_id)),
          arrayText(spans.map((span) => span.span_id)),
          stored.map(({ text }) => text).join('\n'),
          arrayText(weights.map(({ end_ns }) => end_ns)),
          arrayText(weights.map(({ attribute_count }) => String(attribute_count))),
        ],
        z.object({ trace_id: z.string() }),
      )
      const traces = new Set([...moved, ...written.map(({ trace_id }) => trace_id)])
      if (traces.size > 0) await tx.query(COUNT_UP, [arrayText([...traces])], NoRow)
      return { changed: traces.size > 0, left }
    })
    announceRuns(this.#sql, left)
    if (changed) for (const listener of this.#listeners) listener()
    return refused.reasons(given)
  }

  async listDue(quietMs: number, limit: number): Promise<readonly DueRun[]> {
    const due = await this.#sql.query(
      `select run_id, is_quiet
      from (select *, received_at <= clock_timestamp() - $1::double precision * interval '1 ms' as is_quiet
        from span_runs where projected_revision <> revision or not is_settled) waiting
      where projected_revision <> revision or is_quiet
      order by received_at, run_id limit $2::bigint`,
      [quietMs, limit],
      z.object({ run_id: RunId, is_quiet: z.boolean() }),
    )
    return due.map(({ run_id, is_quiet }) => ({ run_id, isQuiet: is_quiet }))
  }

  async received(): Promise<ReceivedTelemetry> {
    const [found] = await this.#sql.query(
      `select count(*) as traces, count(*) filter (where projected_revision > 0
        and not exists (select from workflow_runs where workflow_runs.run_id = span_runs.run_id)) as traces_without_run,
        ${COUNT_LOOSE_CALLS} as loose_calls
      from traces join span_runs using (run_id)`,
      [],
      ReceivedTelemetry,
    )
    return found ?? { traces: 0, traces_without_run: 0, loose_calls: 0 }
  }

  async spansOfRun(run_id: RunId): Promise<SpansOfRun> {
    // The number first: what comes between the two reads is read already, and will be projected once more.
    const [found] = await this.#sql.query(
      'select revision from span_runs where run_id = $1::uuid',
      [run_id],
      z.object({ revision: z.int() }),
    )
    const rows = await this.#sql.query(
      `select span::text as span from spans where trace_id in (select trace_id from traces where run_id = $1::uuid)
      order by trace_id, span_id`,
      [run_id],
      StoredSpan,
    )
    return { spans: rows.map(spanOf), revision: found?.revision ?? 0 }
  }

  async movedTo(run_id: RunId): Promise<RunId | undefined> {
    const [found] = await this.#sql.query(
      `select run_id from traces where trace_id = $1::text and run_id <> $2::uuid
        and not exists (select from traces where run_id = $2::uuid)`,
      [traceOfRun(run_id), run_id],
      z.object({ run_id: RunId }),
    )
    return found?.run_id
  }

  async markProjected(
    run_id: RunId,
    revision: number,
    isSettled: boolean,
    looseCalls: readonly LooseCallKey[],
  ): Promise<void> {
    if (isSettled) await settleTraces(this.#sql, run_id, revision)
    const noted = await this.#sql.query(
      REPLACE_LOOSE_CALLS,
      [
        run_id,
        revision,
        isSettled,
        arrayText(looseCalls.map(({ trace_id }) => trace_id)),
        arrayText(looseCalls.map(({ span_id }) => span_id)),
        arrayText(looseCalls.map(({ started_at }) => started_at)),
      ],
      z.object({ run_id: RunId }),
    )
    if (noted.length > 0) return
    await this.#sql.transaction((tx) => removeRuns(tx, [run_id]))
    announceRuns(this.#sql, [run_id])
  }

  listLooseCalls(page: PageRequest): Promise<Slice<RawSpan>> {
    return selectLooseCalls(this.#sql, page)
  }

  findLooseCall(ref: SpanRef): Promise<RawSpan | undefined> {
    return selectLooseCall(this.#sql, ref)
  }

  onSpans(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/**
 * Notes the run of each trace, and answers with the traces that moved to another run because a span names it, and with those
 * that they left behind in the run of their own id. What was drawn of that run goes; `left` are these runs. Spans that
 * are not taken go into `refused`.
 */
async function nameRuns(
  tx: SqlRunner,
  spans: readonly RawSpan[],
  refused: RefusedSpans,
): Promise<{ readonly moved: readonly string[]; readonly left: readonly RunId[] }> {
  const placed = await placeSpans(tx, spans)
  refused.add(placed.refused)
  refused.addChanged(spans, await settledVersionsOf(tx, spans))
  if (placed.moved.size === 0) return { moved: [], left: [] }
  const moves = [...placed.moved.values()]
  const left = moves.map(({ from }) => from)
  const staying = await tx.query(
    'select trace_id, run_id from traces where run_id = any($1::text::uuid[])',
    [arrayText(left)],
    z.object({ trace_id: z.string(), run_id: RunId }),
  )
  const kept = new Set(staying.map(({ run_id }) => run_id))
  await giveSessions(tx, moves)
  const removed = await removeRuns(
    tx,
    left.filter((run_id) => !kept.has(run_id)),
  )
  return { moved: [...placed.moved.keys(), ...staying.map(({ trace_id }) => trace_id)], left: removed }
}

/**
 * Whatever was drawn from the spans of these runs; never a run that anybody else told of. Not what it was drawn from, which
 * a deletion takes too: see migration 0016. Answers with the runs to tell of.
 */
async function removeRuns(tx: SqlRunner, run_ids: readonly RunId[]): Promise<readonly RunId[]> {
  if (run_ids.length === 0) return []
  await keepSpans(tx, 'on')
  const removed = await tx.query(
    `delete from workflow_runs using run_origins o
    where o.run_id = workflow_runs.run_id and o.drawn_from = any($1::text::uuid[]) returning o.run_id`,
    [arrayText(run_ids)],
    z.object({ run_id: RunId }),
  )
  await keepSpans(tx, 'off')
  await tx.query('delete from span_runs where run_id = any($1::text::uuid[])', [arrayText(run_ids)], NoRow)
  return [...new Set([...run_ids, ...removed.map(({ run_id }) => run_id)])]
}

/** Whether the spans and sessions of runs that this transaction deletes stay. */
const keepSpans = (tx: SqlRunner, value: 'on' | 'off') =>
  tx.query(`select set_config('runlens.keep_spans', $1::text, true)`, [value], z.unknown())

/**
 * Sorted, so that two writers at once that share spans wait for each other at most. JSON as lines: an array's text would
 * have each of its quotes escaped.
 */
const WRITE_SPANS = `insert into spans (trace_id, span_id, span, end_ns, attribute_count)
  select * from unnest($1::text::text[], $2::text::text[], string_to_array($3::text, E'\\n')::json[],
    $4::text::numeric[], $5::text::bigint[]) as given (trace_id, span_id, span, end_ns, attribute_count)
  order by trace_id, span_id
  on conflict (trace_id, span_id) do update
    set span = excluded.span, end_ns = excluded.end_ns, attribute_count = excluded.attribute_count
    where (excluded.end_ns, excluded.attribute_count, excluded.span::text collate "C")
      > (spans.end_ns, spans.attribute_count, spans.span::text collate "C")
  returning trace_id`

const COUNT_UP = `insert into span_runs (run_id, revision, received_at)
  select run_id, 1, clock_timestamp() from traces where trace_id = any($1::text::text[]) group by run_id order by run_id
  on conflict (run_id) do update set revision = span_runs.revision + 1, received_at = excluded.received_at`
