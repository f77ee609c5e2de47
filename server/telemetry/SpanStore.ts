import type { RunId } from '#contract/ids.ts'
import type { ReceivedTelemetry, SpanRef } from '#contract/telemetry.ts'
import type { PageRequest, Slice } from '#server/ports.ts'
import type { RejectedFor } from './otlp/DecodedSpans.ts'
import type { LooseCallKey } from './ProjectedRun.ts'
import type { RawSpan } from './RawSpan.ts'

/** The spans of one run that wait to be projected. */
export type DueRun = { readonly run_id: RunId; readonly isQuiet: boolean }

export type SpansOfRun = {
  readonly spans: readonly RawSpan[]
  /** Counts the writes of spans; `markProjected` takes the one that was read. */
  readonly revision: number
}

export interface SpanStore {
  /**
   * Stores spans, all or none but those that are refused; what resolved is on disk. A span that is stored already is replaced
   * only by one that says more: a later end, else more attributes. Once its trace has settled it stays as it is, and one
   * that says something else is refused. A trace is the run that one of its spans names
   * (`namedRun`), else the run of its own id. Where that is named later, what was drawn under the own id goes, and whoever
   * listens to changes of that run is told. Spans for a run of another origin are refused, see `placeTraces`. Answers with
   * the reasons for which spans were. Throws `StoreUnavailableError`.
   */
  acceptSpans(spans: readonly RawSpan[]): Promise<readonly RejectedFor[]>
  /** Runs with spans that came since their last projection, and unsettled ones without news for `quietMs`; at most `limit`. */
  listDue(quietMs: number, limit: number): Promise<readonly DueRun[]>
  /** How many traces came, how many of those that were projected became no run, and how many loose calls they hold. */
  received(): Promise<ReceivedTelemetry>
  spansOfRun(run_id: RunId): Promise<SpansOfRun>
  /** The run that the trace of this run's id belongs to, where that is another one and no other trace is left in this one. */
  movedTo(run_id: RunId): Promise<RunId | undefined>
  /**
   * Notes that the spans up to `revision` are projected, whether the passing of time may still change the result, and which
   * calls were found loose. With a settled one its spans have settled. They take the place of those that were found before. Of a run that moved while it was
   * projected, what was written of it goes.
   */
  markProjected(run_id: RunId, revision: number, isSettled: boolean, looseCalls: readonly LooseCallKey[]): Promise<void>
  /**
   * Calls that were found loose and whose run is not stored, by start, latest first, then trace_id and span_id descending. A
   * page may have fewer rows than were asked for: spans bear whole conversations, and a page is bounded by their size too.
   */
  listLooseCalls(page: PageRequest): Promise<Slice<RawSpan>>
  /** One of them; undefined for any other span. */
  findLooseCall(ref: SpanRef): Promise<RawSpan | undefined>
  /** Calls the listener soon after spans were stored, here or by another server. Returns how to stop that. */
  onSpans(listener: () => void): () => void
}
