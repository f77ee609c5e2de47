import type { RunId } from '#contract/ids.ts'
import type { ReceivedTelemetry, SpanRef } from '#contract/telemetry.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from './page.ts'
import type { RawSpan } from '../spans/RawSpan.ts'

/** The spans of one run that wait to be projected. */
export type DueRun = { readonly run_id: RunId; readonly isQuiet: boolean }

/** Runs of many spans are drawn beside the others, which would wait long for one. */
export type Lane = 'any' | 'small' | 'large'

/** How much of a run is read at once, since what is drawn from it takes many times that. */
export type ReadBounds = { readonly spans: number; readonly bytes: number }

export type SpansOfRun = {
  readonly spans: readonly RawSpan[]
  /** Counts the writes of spans; `markProjected` takes the one that was read. */
  readonly revision: number
  /** Spans of these that the run was not drawn with yet; `markProjected` takes this too. */
  readonly waiting: number
  /** Spans beyond the bounds, those that started last. */
  readonly leftOut: number
  /** Spans of which only a part was read, since all together are beyond the bounds. */
  readonly shortened: number
}

export type Drawn = {
  readonly waiting?: number
  /** For so long the run is not drawn again, whatever comes for it. */
  readonly restMs?: number
}

/** What came and is not drawn yet. */
export type Backlog = { readonly spans: number; readonly runs: number; readonly oldest_at: Timestamp | null }

/** A run that is not drawn any more, and why. */
export type SetAsideRun = {
  readonly run_id: RunId
  readonly reason: string
  readonly since: Timestamp
  readonly spans: number
  readonly bytes: number
}

export interface SpanStore {
  /**
   * Stores spans, all or none but those that are refused; what resolved is on disk. A span that is stored already is replaced
   * only by one that says more: a later end, else more attributes. Once its trace has settled it stays as it is, and one
   * that says something else is refused. A trace is the run that one of its spans names
   * (`namedRun`), else the run of its own id. Where that is named later, what was drawn under the own id goes, and whoever
   * listens to changes of that run is told. Spans for a run of another origin are refused, see `placeTraces`, and so are
   * those for which a run has no room, see `runBytes.ts`. Answers with
   * the reasons for which spans were. Throws `StoreUnavailableError`.
   */
  acceptSpans(spans: readonly RawSpan[]): Promise<readonly RejectedFor[]>
  /**
   * Runs with spans that came since their last projection, those that wait longest and have few spans first, and then
   * unsettled ones without news for `quietMs`; at most `limit`. They are this server's until they are marked: no other is
   * given them, unless this one is gone. One that servers began several times and never finished is set aside instead.
   */
  listDue(quietMs: number, limit: number, lane?: Lane): Promise<readonly DueRun[]>
  /** Keeps what this server was given for some more seconds. */
  renewClaims(): Promise<void>
  backlog(): Promise<Backlog>
  /** The last ones first, at most a hundred. */
  listSetAside(): Promise<readonly SetAsideRun[]>
  /**
   * Gives runs that another version of Runlens set aside one more try, and answers with their number. To be called when a
   * server starts.
   */
  retrySetAside(): Promise<number>
  /** How many traces came, how many of those that were projected became no run, and how many loose calls they hold. */
  received(): Promise<ReceivedTelemetry>
  /** All spans, or within bounds as many as they allow, in the order of trace_id and span_id. */
  spansOfRun(run_id: RunId, bounds?: ReadBounds): Promise<SpansOfRun>
  /** The run that the trace of this run's id belongs to, where that is another one and no other trace is left in this one. */
  movedTo(run_id: RunId): Promise<RunId | undefined>
  /**
   * Notes that the spans up to `revision` are projected, whether the passing of time may still change the result, and which
   * calls were found loose. With a settled one its spans have settled. They take the place of those that were found before. Of a run that moved while it was
   * projected, what was written of it goes.
   */
  markProjected(
    run_id: RunId,
    revision: number,
    isSettled: boolean,
    looseCalls: readonly LooseCallKey[],
    drawn?: Drawn,
  ): Promise<void>
  /** Notes that the spans up to `revision`, all where it is not given, could not be projected. A run that fails several times in a row is set aside. */
  markFailed(run_id: RunId, revision: number | undefined, reason: string): Promise<void>
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

/** Where a call stands in the list of those that belong to no run. */
export type LooseCallKey = SpanRef & { readonly started_at: Timestamp }

/** Why spans were left out, as a clause that names no value of theirs, and how many. */
export type RejectedFor = { readonly reason: string; readonly count: number }
