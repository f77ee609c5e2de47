import { RunId } from '#contract/ids.ts'
import { ReceivedTelemetry, type SpanRef } from '#contract/telemetry.ts'
import { Timestamp } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import type {
  UnassignedCallKey,
  RejectedFor,
  Backlog,
  Drawn,
  DueRun,
  Lane,
  ReadBounds,
  SetAsideRun,
  SpansOfRun,
  SpanStore,
} from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { RUN_BYTES_MAX } from '#server/store/spans/runBytes.ts'
import { RefusedSpans } from '#server/store/spans/RefusedSpans.ts'
import { traceOfRun } from '#server/store/spans/runOfTrace.ts'
import { fullestSpans } from '#server/store/spans/spanPrecedence.ts'
import * as z from 'zod/mini'
import { acceptSpans } from './acceptSpans.ts'
import { arrayText } from '../arrayText.ts'
import {
  BacklogRow,
  claimRuns,
  COUNT_FAILURE,
  FAILURES_MAX,
  RENEW_CLAIMS,
  RETRY_SET_ASIDE,
  SELECT_ASIDE,
  SELECT_BACKLOG,
  SET_ASIDE,
  UNFINISHED_MAX,
} from './claimRuns.ts'
import {
  COUNT_LOOSE_CALLS,
  REPLACE_LOOSE_CALLS,
  selectUnassignedCall,
  selectUnassignedCalls,
} from './unassignedCalls.ts'
import { announceRuns } from '../write/revisions.ts'
import { readSpansOfRun } from './readSpansOfRun.ts'
import { removeDrawnRuns } from './removeDrawnRuns.ts'
import { settleTraces } from './settledSpans.ts'
import { NoRow, type Sql } from '../sql.ts'

const AsideRow = z.object({
  run_id: RunId,
  reason: z.string(),
  since: Timestamp,
  spans: z.int(),
  bytes: z.int(),
})

const ASIDE_LISTED = 100

export type PgSpanStoreParts = {
  /** No other process can have the database open, so claims of other servers were left by dead processes. */
  readonly isAlone: boolean
  /** Version of Runlens. A run that one version set aside gets one more try by another version. */
  readonly version: string
  /** Maximum bytes of spans stored per run. */
  readonly bytesMax?: number
}

export class PgSpanStore implements SpanStore {
  readonly #sql: Sql
  readonly #server = crypto.randomUUID()
  readonly #isAlone: boolean
  readonly #version: string
  readonly #bytesMax: number
  readonly #listeners = new Set<() => void>()

  constructor(sql: Sql, { isAlone, version, bytesMax = RUN_BYTES_MAX }: PgSpanStoreParts) {
    this.#sql = sql
    this.#isAlone = isAlone
    this.#version = version
    this.#bytesMax = bytesMax
  }

  async acceptSpans(given: readonly RawSpan[]): Promise<readonly RejectedFor[]> {
    const fullest = fullestSpans(given)
    if (fullest.length === 0) return []
    const refused = new RefusedSpans()
    const { hasChanged, left } = await this.#sql.transaction((tx) => acceptSpans(tx, fullest, refused, this.#bytesMax))
    announceRuns(this.#sql, left)
    if (hasChanged) for (const listener of this.#listeners) listener()
    return refused.reasons(given)
  }

  async listDue(quietMs: number, limit: number, lane: Lane = 'any'): Promise<readonly DueRun[]> {
    const claimed = await claimRuns(this.#sql, { server: this.#server, isAlone: this.#isAlone }, quietMs, limit, lane)
    const due: DueRun[] = []
    for (const { run_id, is_quiet, unfinished } of claimed)
      if (unfinished < UNFINISHED_MAX) due.push({ run_id, isQuiet: is_quiet })
      // oxlint-disable-next-line no-await-in-loop -- hardly ever one
      else await this.#setAside(run_id, `The server stopped ${unfinished} times while processing this run.`)
    // An empty list would mean that nothing is due, although more runs wait behind those that were set aside.
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

  async retrySetAside(): Promise<number> {
    const tried = await this.#sql.query(RETRY_SET_ASIDE, [this.#version], z.object({ run_id: RunId }))
    return tried.length
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
    unassignedCalls: readonly UnassignedCallKey[],
    { waiting = 0, restMs = 0 }: Drawn = {},
  ): Promise<void> {
    if (isSettled) await settleTraces(this.#sql, run_id, revision)
    const noted = await this.#sql.query(
      REPLACE_LOOSE_CALLS,
      [
        run_id,
        revision,
        isSettled,
        arrayText(unassignedCalls.map(({ trace_id }) => trace_id)),
        arrayText(unassignedCalls.map(({ span_id }) => span_id)),
        arrayText(unassignedCalls.map(({ started_at }) => started_at)),
        this.#server,
        waiting,
        restMs,
      ],
      z.object({ run_id: RunId }),
    )
    if (noted.length > 0) return
    await this.#sql.transaction((tx) => removeDrawnRuns(tx, [run_id]))
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

  listUnassignedCalls(page: PageRequest): Promise<Slice<RawSpan>> {
    return selectUnassignedCalls(this.#sql, page)
  }

  findUnassignedCall(ref: SpanRef): Promise<RawSpan | undefined> {
    return selectUnassignedCall(this.#sql, ref)
  }

  onSpans(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #setAside(run_id: RunId, reason: string): Promise<void> {
    await this.#sql.query(SET_ASIDE, [run_id, reason, this.#version], NoRow)
  }
}
