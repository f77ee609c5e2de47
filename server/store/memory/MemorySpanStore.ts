import type { RunId } from '#contract/ids.ts'
import { utf8Length } from '#contract/utf8Length.ts'
import { storableJson } from '../prepare/storableText.ts'
import type { ReceivedTelemetry, SpanRef } from '#contract/telemetry.ts'
import { timestampOf } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from '../ports/page.ts'
import { unassignedCallKey } from '../spans/unassignedCallKey.ts'
import type {
  RejectedFor,
  UnassignedCallKey,
  Backlog,
  Drawn,
  DueRun,
  Lane,
  ReadBounds,
  SetAsideRun,
  SpansOfRun,
  SpanStore,
} from '../ports/spans.ts'
import type { RawSpan } from '../spans/RawSpan.ts'
import { type Place, placeTraces } from '../spans/placeTraces.ts'
import { reasonFull, RUN_BYTES_MAX, spansWithoutRoom } from '../spans/runBytes.ts'
import { RefusedSpans } from '../spans/RefusedSpans.ts'
import { runOfTrace, traceOfRun } from '../spans/runOfTrace.ts'
import { fullestSpans, takesPrecedence } from '../spans/spanPrecedence.ts'
import { fairShare, shortenedSpan } from '../spans/boundedSpans.ts'
import { giveSession, removeDrawnRun } from './drawnRuns.ts'
import type { MemoryData } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'
import { backlogOf, dueRuns, FAILURES_MAX, type State, UNKNOWN } from './spanStates.ts'

export class MemorySpanStore implements SpanStore {
  readonly #data: MemoryData
  readonly #traces = new Map<string, Place>()
  readonly #spans = new Map<string, Map<string, RawSpan>>()
  /** Final versions of spans, whose trace has settled. */
  readonly #settled = new Set<RawSpan>()
  readonly #states = new Map<RunId, State>()
  readonly #listeners = new Set<() => void>()
  readonly #bytesMax: number

  constructor(data: MemoryData, bytesMax = RUN_BYTES_MAX) {
    this.#data = data
    this.#bytesMax = bytesMax
  }

  async acceptSpans(given: readonly RawSpan[]): Promise<readonly RejectedFor[]> {
    const spans = fullestSpans(given).map((one) => storableJson(one))
    const refused = new RefusedSpans()
    const changed = new Map<RunId, number>(this.#placeSpans(spans, refused).map((run_id) => [run_id, 0]))
    const count = (run_id: RunId, more: number) => changed.set(run_id, (changed.get(run_id) ?? 0) + more)
    const settled = spans.flatMap((span) => this.#spanOf(span) ?? []).filter((span) => this.#settled.has(span))
    refused.addChanged(spans, settled)
    this.#refuseBeyond(spans, refused)
    for (const span of spans.filter((one) => !refused.has(one))) {
      const ofTrace = this.#spans.get(span.trace_id) ?? new Map<string, RawSpan>()
      this.#spans.set(span.trace_id, ofTrace)
      const known = ofTrace.get(span.span_id)
      if (known !== undefined && !takesPrecedence(span, known)) continue
      ofTrace.set(span.span_id, span)
      count(this.#runOf(span.trace_id), 1)
    }
    const now = performance.now()
    for (const [run_id, came] of changed) {
      const state = this.#states.get(run_id)
      const waiting = state === undefined ? this.#spansOf(run_id).length : state.waiting + came
      const isDue = state !== undefined && state.projected !== state.revision
      this.#states.set(run_id, {
        ...(state ?? UNKNOWN),
        revision: (state?.revision ?? 0) + 1,
        receivedAt: now,
        waiting,
        dueSince: isDue ? state.dueSince : now,
      })
    }
    if (changed.size > 0) for (const listener of this.#listeners) listener()
    return refused.reasons(given)
  }

  async listDue(quietMs: number, limit: number, lane: Lane = 'any'): Promise<readonly DueRun[]> {
    return dueRuns(this.#states, { quietMs, limit, lane, countOf: (run_id) => this.#spansOf(run_id).length })
  }

  /** No other server projects from this memory. */
  async renewClaims(): Promise<void> {}

  async backlog(): Promise<Backlog> {
    return backlogOf(this.#states)
  }

  /** Runs in memory were set aside by this same version. */
  async retrySetAside(): Promise<number> {
    return 0
  }

  async listSetAside(): Promise<readonly SetAsideRun[]> {
    return [...this.#states]
      .flatMap(([run_id, { aside }]) => {
        const spans = this.#spansOf(run_id)
        return aside === undefined
          ? []
          : [{ run_id, ...aside, spans: spans.length, bytes: JSON.stringify(spans).length }]
      })
      .toSorted((a, b) => (a.since < b.since ? 1 : -1))
  }

  async received(): Promise<ReceivedTelemetry> {
    const runs = [...this.#traces.values()].map(({ run_id }) => run_id)
    const isWithoutRun = (run_id: RunId) =>
      (this.#states.get(run_id)?.projected ?? 0) > 0 && !this.#data.runs.has(run_id)
    return {
      traces: runs.length,
      traces_without_run: runs.filter(isWithoutRun).length,
      loose_calls: this.#unassignedCalls().length,
    }
  }

  async spansOfRun(run_id: RunId, bounds: ReadBounds = { spans: Infinity, bytes: Infinity }): Promise<SpansOfRun> {
    const all = this.#spansOf(run_id)
    const first = all.length <= bounds.spans ? all : all.toSorted(byStart).slice(0, bounds.spans)
    const sizes = bounds.bytes === Infinity ? [] : first.map((span) => JSON.stringify(span).length)
    const share = fairShare(sizes, bounds.bytes)
    const isWhole = (index: number) => (sizes[index] ?? 0) <= share
    const { revision, waiting } = this.#states.get(run_id) ?? UNKNOWN
    return {
      spans: first.map((span, index) => (isWhole(index) ? span : shortenedSpan(span, share))),
      revision,
      waiting,
      leftOut: all.length - first.length,
      shortened: sizes.filter((_, index) => !isWhole(index)).length,
    }
  }

  async movedTo(run_id: RunId): Promise<RunId | undefined> {
    const now = this.#traces.get(traceOfRun(run_id))?.run_id
    return this.#hasTraces(run_id) ? undefined : now
  }

  async markProjected(
    run_id: RunId,
    revision: number,
    isSettled: boolean,
    unassignedCalls: readonly UnassignedCallKey[],
    { waiting = 0, restMs = 0 }: Drawn = {},
  ): Promise<void> {
    const state = this.#states.get(run_id)
    if (!state) return this.#removeRun(run_id)
    if (isSettled && state.revision === revision) this.#settle(run_id)
    const now = performance.now()
    this.#states.set(run_id, {
      ...state,
      projected: revision,
      isSettled,
      unassignedCalls,
      failures: 0,
      waiting: state.revision === revision ? 0 : Math.max(0, state.waiting - waiting),
      dueSince: now,
      restUntil: now + restMs,
    })
  }

  async markFailed(run_id: RunId, revision: number | undefined, reason: string): Promise<void> {
    const state = this.#states.get(run_id)
    if (!state) return
    const failures = state.failures + 1
    const aside = failures < FAILURES_MAX ? undefined : { reason, since: timestampOf(Date.now() * 1000) }
    this.#states.set(run_id, {
      ...state,
      projected: revision ?? state.revision,
      isSettled: true,
      waiting: 0,
      failures,
      aside,
    })
  }

  async listUnassignedCalls(page: PageRequest): Promise<Slice<RawSpan>> {
    const { rows, ...slice } = pageOfRows(this.#unassignedCalls(), unassignedCallKey, 'descending', page)
    return { ...slice, rows: rows.flatMap((ref) => this.#spanOf(ref) ?? []) }
  }

  async findUnassignedCall({ trace_id, span_id }: SpanRef): Promise<RawSpan | undefined> {
    const found = this.#unassignedCalls().find((ref) => ref.trace_id === trace_id && ref.span_id === span_id)
    return found && this.#spanOf(found)
  }

  onSpans(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #unassignedCalls(): readonly UnassignedCallKey[] {
    return [...this.#states].flatMap(([run_id, { unassignedCalls }]) =>
      this.#data.runs.has(run_id) ? [] : unassignedCalls,
    )
  }

  #spansOf(run_id: RunId): readonly RawSpan[] {
    const traces = [...this.#traces].filter(([, trace]) => trace.run_id === run_id)
    return traces.flatMap(([trace_id]) => [...(this.#spans.get(trace_id)?.values() ?? [])])
  }

  #spanOf({ trace_id, span_id }: SpanRef): RawSpan | undefined {
    return this.#spans.get(trace_id)?.get(span_id)
  }

  /** A running span may still end. */
  #settle(run_id: RunId): void {
    for (const [trace_id, place] of this.#traces)
      if (place.run_id === run_id)
        for (const span of this.#spans.get(trace_id)?.values() ?? []) if (span.end_ns !== null) this.#settled.add(span)
  }

  /**
   * Places the spans and returns the runs to project again because traces moved to a run that a span names: that run,
   * and the run of the trace's own id if other traces are left in it. What was projected for the latter is deleted.
   */
  #placeSpans(spans: readonly RawSpan[], refusals: RefusedSpans): readonly RunId[] {
    const { places, claims, refused } = placeTraces(spans, this.#traces, this.#data.origins)
    refusals.add(refused)
    for (const [run_id, origin] of claims) this.#data.origins.set(run_id, origin)
    const moved = [...places].flatMap(([trace_id, { run_id }]) => {
      const from = this.#traces.get(trace_id)?.run_id
      return from === undefined || from === run_id ? [] : [{ from, to: run_id }]
    })
    for (const [trace_id, place] of places) this.#traces.set(trace_id, place)
    for (const { from, to } of moved) giveSession(this.#data, from, to)
    const left = moved.map(({ from }) => from)
    for (const run_id of left) if (!this.#hasTraces(run_id)) this.#removeRun(run_id)
    return [...moved.map(({ to }) => to), ...left.filter((run_id) => this.#hasTraces(run_id))]
  }

  /** Refuses spans that would exceed a run's limit of span bytes. */
  #refuseBeyond(spans: readonly RawSpan[], refused: RefusedSpans): void {
    const open = spans.filter((span) => !refused.has(span))
    const stored = new Map<RunId, number>()
    for (const run_id of new Set(open.map(({ trace_id }) => this.#runOf(trace_id))))
      stored.set(
        run_id,
        this.#spansOf(run_id).reduce((sum, span) => sum + bytesOf(span), 0),
      )
    const arrivals = open.map((span) => {
      const former = this.#spanOf(span)
      const more = Math.max(0, bytesOf(span) - (former === undefined ? 0 : bytesOf(former)))
      return { span, run_id: this.#runOf(span.trace_id), more }
    })
    const beyond = spansWithoutRoom(arrivals, stored, this.#bytesMax)
    refused.add(new Map([[reasonFull(this.#bytesMax), beyond]]))
  }

  #hasTraces(run_id: RunId): boolean {
    return [...this.#traces.values()].some((trace) => trace.run_id === run_id)
  }

  #removeRun(run_id: RunId): void {
    this.#states.delete(run_id)
    removeDrawnRun(this.#data, run_id)
  }

  #runOf(trace_id: string): RunId {
    return this.#traces.get(trace_id)?.run_id ?? runOfTrace(trace_id)
  }
}

/**
 * The size of a span without its shared context, which does not count here. Spans never change, so each is measured
 * once.
 */
function bytesOf(span: RawSpan): number {
  const known = sizes.get(span)
  if (known !== undefined) return known
  const { resource: _resource, scope: _scope, ...own } = span
  const bytes = utf8Length(JSON.stringify(own))
  sizes.set(span, bytes)
  return bytes
}

const sizes = new WeakMap<RawSpan, number>()

const byStart = (a: RawSpan, b: RawSpan): number => Number(BigInt(a.start_ns) - BigInt(b.start_ns))
