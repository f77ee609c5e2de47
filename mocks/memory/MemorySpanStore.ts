import type { RunId } from '#contract/ids.ts'
import { storableJson } from '#server/services/storableText.ts'
import type { ReceivedTelemetry, SpanRef } from '#contract/telemetry.ts'
import type { PageRequest, Slice } from '#server/ports.ts'
import { looseCallKey } from '#server/telemetry/looseCallKey.ts'
import type { LooseCallKey } from '#server/telemetry/ProjectedRun.ts'
import type { RawSpan } from '#server/telemetry/RawSpan.ts'
import { namedRun, runOfTrace, traceOfRun } from '#server/telemetry/runOfTrace.ts'
import { fullestSpans, saysMore } from '#server/telemetry/saysMore.ts'
import type { DueRun, SpansOfRun, SpanStore } from '#server/telemetry/SpanStore.ts'
import type { MemoryData } from './memoryData.ts'
import { pageOfRows } from './pageOfRows.ts'

type State = {
  readonly revision: number
  readonly projected: number
  readonly isSettled: boolean
  readonly looseCalls: readonly LooseCallKey[]
  /** By the clock of `performance`. */
  readonly receivedAt: number
}
const UNKNOWN: State = { revision: 0, projected: 0, isSettled: true, looseCalls: [], receivedAt: 0 }

export class MemorySpanStore implements SpanStore {
  readonly #data: MemoryData
  readonly #traces = new Map<string, { readonly run_id: RunId; readonly isNamed: boolean }>()
  readonly #spans = new Map<string, Map<string, RawSpan>>()
  readonly #states = new Map<RunId, State>()
  readonly #listeners = new Set<() => void>()

  constructor(data: MemoryData) {
    this.#data = data
  }

  async acceptSpans(spans: readonly RawSpan[]): Promise<void> {
    const changed = new Set<RunId>()
    for (const span of fullestSpans(spans).map((one) => storableJson(one))) {
      for (const run_id of this.#nameRun(span)) changed.add(run_id)
      const ofTrace = this.#spans.get(span.trace_id) ?? new Map<string, RawSpan>()
      this.#spans.set(span.trace_id, ofTrace)
      const known = ofTrace.get(span.span_id)
      if (known !== undefined && !saysMore(span, known)) continue
      ofTrace.set(span.span_id, span)
      changed.add(this.#runOf(span.trace_id))
    }
    for (const run_id of changed) {
      const state = this.#states.get(run_id) ?? UNKNOWN
      this.#states.set(run_id, { ...state, revision: state.revision + 1, receivedAt: performance.now() })
    }
    if (changed.size > 0) for (const listener of this.#listeners) listener()
  }

  async listDue(quietMs: number, limit: number): Promise<readonly DueRun[]> {
    const due = [...this.#states].map(([run_id, state]) => ({
      run_id,
      state,
      isQuiet: state.receivedAt <= performance.now() - quietMs,
    }))
    return due
      .filter(({ state, isQuiet }) => state.projected !== state.revision || (!state.isSettled && isQuiet))
      .toSorted((a, b) => a.state.receivedAt - b.state.receivedAt)
      .slice(0, limit)
      .map(({ run_id, isQuiet }) => ({ run_id, isQuiet }))
  }

  async received(): Promise<ReceivedTelemetry> {
    const runs = [...this.#traces.values()].map(({ run_id }) => run_id)
    const isWithoutRun = (run_id: RunId) =>
      (this.#states.get(run_id)?.projected ?? 0) > 0 && !this.#data.runs.has(run_id)
    return {
      traces: runs.length,
      traces_without_run: runs.filter(isWithoutRun).length,
      loose_calls: this.#looseCalls().length,
    }
  }

  async spansOfRun(run_id: RunId): Promise<SpansOfRun> {
    const traces = [...this.#traces].filter(([, trace]) => trace.run_id === run_id)
    const spans = traces.flatMap(([trace_id]) => [...(this.#spans.get(trace_id)?.values() ?? [])])
    return { spans, revision: this.#states.get(run_id)?.revision ?? 0 }
  }

  async movedTo(run_id: RunId): Promise<RunId | undefined> {
    const now = this.#traces.get(traceOfRun(run_id))?.run_id
    return this.#hasTraces(run_id) ? undefined : now
  }

  async markProjected(
    run_id: RunId,
    revision: number,
    isSettled: boolean,
    looseCalls: readonly LooseCallKey[],
  ): Promise<void> {
    const state = this.#states.get(run_id)
    if (state) this.#states.set(run_id, { ...state, projected: revision, isSettled, looseCalls })
    else this.#removeRun(run_id)
  }

  async listLooseCalls(page: PageRequest): Promise<Slice<RawSpan>> {
    const { rows, ...slice } = pageOfRows(this.#looseCalls(), looseCallKey, 'descending', page)
    return { ...slice, rows: rows.flatMap((ref) => this.#spanOf(ref) ?? []) }
  }

  async findLooseCall({ trace_id, span_id }: SpanRef): Promise<RawSpan | undefined> {
    const found = this.#looseCalls().find((ref) => ref.trace_id === trace_id && ref.span_id === span_id)
    return found && this.#spanOf(found)
  }

  onSpans(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #looseCalls(): readonly LooseCallKey[] {
    return [...this.#states].flatMap(([run_id, { looseCalls }]) => (this.#data.runs.has(run_id) ? [] : looseCalls))
  }

  #spanOf({ trace_id, span_id }: SpanRef): RawSpan | undefined {
    return this.#spans.get(trace_id)?.get(span_id)
  }

  /**
   * The runs to draw anew where the trace moved to another run, which its span names: that one, and the run of its own id if
   * other traces are left in it. What was drawn of that goes.
   */
  #nameRun(span: RawSpan): readonly RunId[] {
    const named = namedRun(span)
    const known = this.#traces.get(span.trace_id)
    if (known === undefined || (named !== undefined && !known.isNamed)) {
      const run_id = named ?? runOfTrace(span.trace_id)
      this.#traces.set(span.trace_id, { run_id, isNamed: named !== undefined })
      if (known === undefined || known.run_id === run_id) return []
      this.#removeRun(known.run_id)
      return this.#hasTraces(known.run_id) ? [run_id, known.run_id] : [run_id]
    }
    return []
  }

  #hasTraces(run_id: RunId): boolean {
    return [...this.#traces.values()].some((trace) => trace.run_id === run_id)
  }

  #removeRun(run_id: RunId): void {
    this.#states.delete(run_id)
    for (const event_id of this.#data.runs.get(run_id)?.events.keys() ?? []) this.#data.runOfEvent.delete(event_id)
    if (this.#data.runs.delete(run_id)) this.#data.last.removal = this.#data.last.write += 1
    this.#data.written.delete(run_id)
    this.#data.revisions.delete(run_id)
    this.#data.audits.delete(run_id)
    this.#data.auditTimes.delete(run_id)
    this.#data.changes.delete(run_id)
    for (const listener of this.#data.changeListeners) listener([run_id])
  }

  #runOf(trace_id: string): RunId {
    return this.#traces.get(trace_id)?.run_id ?? runOfTrace(trace_id)
  }
}
