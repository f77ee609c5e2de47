import { RunId } from '#contract/ids.ts'
import { ReceivedTelemetry, type SpanRef } from '#contract/telemetry.ts'
import { Timestamp } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from '#server/ports.ts'
import { sha256 } from '#server/services/sha256.ts'
import { isPlainJson, storableJson } from '#server/services/storableText.ts'
import type { LooseCallKey } from '#server/telemetry/ProjectedRun.ts'
import type { RawSpan } from '#server/telemetry/RawSpan.ts'
import { RefusedSpans } from '#server/telemetry/RefusedSpans.ts'
import { traceOfRun } from '#server/telemetry/runOfTrace.ts'
import { fullestSpans, weightOf } from '#server/telemetry/saysMore.ts'
import type { RejectedFor } from '#server/telemetry/otlp/DecodedSpans.ts'
import type {
  Backlog,
  Drawn,
  DueRun,
  Lane,
  ReadBounds,
  SetAsideRun,
  SpansOfRun,
  SpanStore,
} from '#server/telemetry/SpanStore.ts'
import * as z from 'zod/mini'
import { arrayText } from './arrayText.ts'
import {
  BacklogRow,
  claimRuns,
  COUNT_FAILURE,
  FAILURES_MAX,
  RENEW_CLAIMS,
  SELECT_ASIDE,
  SELECT_BACKLOG,
  SET_ASIDE,
  UNFINISHED_MAX,
} from './claimRuns.ts'
import { COUNT_LOOSE_CALLS, REPLACE_LOOSE_CALLS, selectLooseCall, selectLooseCalls } from './looseCalls.ts'
import { announceRuns } from './noteWrites.ts'
import { giveSessions, placeSpans } from './placeSpans.ts'
import { readSpansOfRun } from './readSpansOfRun.ts'
import { settledVersionsOf, settleTraces } from './settledSpans.ts'
import { COUNT_SPANS, COUNT_UP, WRITE_CONTEXTS, WRITE_SPANS } from './spanStatements.ts'
import { NoRow, type Sql, type SqlRunner } from './sql.ts'

/** The JSON of a value as the database can hold it, which has no line breaks. */
function storableTextOf(given: unknown): string {
  const text = JSON.stringify(given)
  return isPlainJson(text) ? text : JSON.stringify(storableJson(given))
}

const AsideRow = z.object({
  run_id: RunId,
  reason: z.string(),
  since: Timestamp,
  spans: z.int(),
  bytes: z.int(),
})

const ASIDE_LISTED = 100

export class PgSpanStore implements SpanStore {
  readonly #sql: Sql
  readonly #server = crypto.randomUUID()
  readonly #isAlone: boolean
  readonly #listeners = new Set<() => void>()

  /** `isAlone`: no other process can have the database open, so that a claim of another is one that a dead process left. */
  constructor(sql: Sql, { isAlone }: { readonly isAlone: boolean }) {
    this.#sql = sql
    this.#isAlone = isAlone
  }

  async acceptSpans(given: readonly RawSpan[]): Promise<readonly RejectedFor[]> {
    const fullest = fullestSpans(given)
    if (fullest.length === 0) return []
    const refused = new RefusedSpans()
    const { changed, left } = await this.#sql.transaction(async (tx) => {
      const { moved, left } = await nameRuns(tx, fullest, refused)
      const spans = fullest.filter((span) => !refused.has(span))
      const contexts = await contextsOf(spans)
      const weights = spans.map(weightOf)
      const texts = spans.map(({ resource: _resource, scope: _scope, ...span }) => storableTextOf(span))
      await tx.query(
        WRITE_CONTEXTS,
        [arrayText(contexts.all.map(({ id }) => id)), contexts.all.map(({ text }) => text).join('\n')],
        NoRow,
      )
      const written = await tx.query(
        WRITE_SPANS,
        [
          arrayText(spans.map((span) => span.trace_id)),
          arrayText(spans.map((span) => span.span_id)),
          texts.join('\n'),
          arrayText(weights.map(({ end_ns }) => end_ns)),
          arrayText(weights.map(({ attribute_count }) => String(attribute_count))),
          arrayText(contexts.ids),
          arrayText(spans.map(({ start_ns }) => start_ns)),
        ],
        Written,
      )
      return { changed: await countUp(tx, moved, written), left }
    })
    announceRuns(this.#sql, left)
    if (changed) for (const listener of this.#listeners) listener()
    return refused.reasons(given)
  }

  async listDue(quietMs: number, limit: number, lane: Lane = 'any'): Promise<readonly DueRun[]> {
    const claimed = await claimRuns(this.#sql, { server: this.#server, isAlone: this.#isAlone }, quietMs, limit, lane)
    const due: DueRun[] = []
    for (const { run_id, is_quiet, unfinished } of claimed)
      if (unfinished < UNFINISHED_MAX) due.push({ run_id, isQuiet: is_quiet })
      // oxlint-disable-next-line no-await-in-loop -- hardly ever one
      else await this.#setAside(run_id, `The server ended ${unfinished} times while it drew this run.`)
    // The list would seem to be at its end, although more runs wait behind those that were set aside.
    return due.length === 0 && claimed.length > 0 ? await this.listDue(quietMs, limit, lane) : due
  }

  async renewClaims(): Promise<void> {
    await this.#sql.query(RENEW_CLAIMS, [this.#server], NoRow)
  }

  async backlog(): Promise<Backlog> {
    const [found] = await this.#sql.query(SELECT_BACKLOG, [], BacklogRow)
    return found ?? { spans: 0, runs: 0, oldest_at: null }
  }

  listSetAside(): Promise<readonly SetAsideRun[]> {
    return this.#sql.query(SELECT_ASIDE, [ASIDE_LISTED], AsideRow)
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

  spansOfRun(run_id: RunId, bounds?: ReadBounds): Promise<SpansOfRun> {
    return readSpansOfRun(this.#sql, run_id, bounds)
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
    { waiting = 0, restMs = 0 }: Drawn = {},
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
        this.#server,
        waiting,
        restMs,
      ],
      z.object({ run_id: RunId }),
    )
    if (noted.length > 0) return
    await this.#sql.transaction((tx) => removeRuns(tx, [run_id]))
    announceRuns(this.#sql, [run_id])
  }

  async markFailed(run_id: RunId, revision: number | undefined, reason: string): Promise<void> {
    const [found] = await this.#sql.query(
      COUNT_FAILURE,
      [run_id, revision ?? null, this.#server],
      z.object({ failures: z.int() }),
    )
    if (found && found.failures >= FAILURES_MAX) await this.#setAside(run_id, reason)
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

  async #setAside(run_id: RunId, reason: string): Promise<void> {
    await this.#sql.query(SET_ASIDE, [run_id, reason], NoRow)
  }
}

/** What the spans share, each once, and which of them each span has. */
async function contextsOf(spans: readonly RawSpan[]) {
  const byObject = new Map<RawSpan['resource'], Map<string, string>>()
  const byText = new Map<string, string>()
  const ids: string[] = []
  for (const { resource, scope } of spans) {
    const ofResource = byObject.get(resource) ?? new Map<string, string>()
    byObject.set(resource, ofResource)
    const name = JSON.stringify([scope.name, scope.version])
    let id = ofResource.get(name)
    if (id === undefined) {
      const text = storableTextOf({ resource, scope })
      // oxlint-disable-next-line no-await-in-loop -- there are few, and each is short work
      id = byText.get(text) ?? (await sha256(text))
      byText.set(text, id)
      ofResource.set(name, id)
    }
    ids.push(id)
  }
  return { ids, all: [...byText].map(([text, id]) => ({ id, text })) }
}

const Written = z.object({ trace_id: z.string(), is_new: z.boolean(), bytes: z.int() })
type Count = { new: number; bytes: number; written: number }

/** Whether there was anything to note. Of traces that moved all spans are new to their run. */
async function countUp(
  tx: SqlRunner,
  moved: readonly string[],
  written: readonly z.output<typeof Written>[],
): Promise<boolean> {
  const counts = new Map<string, Count>()
  for (const { trace_id, is_new, bytes } of written) {
    const count = counts.get(trace_id) ?? { new: 0, bytes: 0, written: 0 }
    counts.set(trace_id, count)
    count.written += 1
    count.bytes += bytes
    if (is_new) count.new += 1
  }
  if (moved.length > 0) {
    const all = await tx.query(
      COUNT_SPANS,
      [arrayText(moved)],
      z.object({ trace_id: z.string(), spans: z.int(), bytes: z.int() }),
    )
    for (const { trace_id, spans, bytes } of all) counts.set(trace_id, { new: spans, bytes, written: spans })
  }
  if (counts.size === 0) return false
  const column = (of: (count: Count) => number) => arrayText([...counts.values()].map((count) => String(of(count))))
  await tx.query(
    COUNT_UP,
    [
      arrayText([...counts.keys()]),
      column((count) => count.new),
      column((count) => count.bytes),
      column((count) => count.written),
    ],
    NoRow,
  )
  return true
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
 * a deletion takes too: see migration 0015. Answers with the runs to tell of.
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
