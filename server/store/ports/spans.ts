import type { RunId } from '#contract/ids.ts'
import type { ReceivedTelemetry, SpanRef } from '#contract/telemetry.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import type { PageRequest, Slice } from './page.ts'
import type { RawSpan } from '../spans/RawSpan.ts'

/** A run whose spans wait to be projected. */
export type DueRun = { readonly run_id: RunId; readonly isQuiet: boolean }

/** Large runs are projected in a lane of their own, so that small ones do not wait for them. */
export type Lane = 'any' | 'small' | 'large'

/** How much of a run is read at once. Projecting it takes many times that memory. */
export type ReadBounds = { readonly spans: number; readonly bytes: number }

export type SpansOfRun = {
  readonly spans: readonly RawSpan[]
  /** Counts the writes of spans. Pass the one that was read to `markProjected`. */
  readonly revision: number
  /** How many of these spans have not been projected yet. Pass this to `markProjected` too. */
  readonly waiting: number
  /** How many spans exceeded the bounds and were left out: the ones that started last. */
  readonly leftOut: number
  /** How many spans were read only in part, because all together exceed the bounds. */
  readonly shortened: number
}

export type Drawn = {
  readonly waiting?: number
  /** How long, in milliseconds, the run is not projected again, whatever arrives for it. */
  readonly restMs?: number
}

/** Spans that arrived and are not projected yet. */
export type Backlog = { readonly spans: number; readonly runs: number; readonly oldest_at: Timestamp | null }

/** A run that is no longer projected, and why. */
export type SetAsideRun = {
  readonly run_id: RunId
  readonly reason: string
  readonly since: Timestamp
  readonly spans: number
  readonly bytes: number
}

export interface SpanStore {
  /**
   * Stores spans, all or none, apart from refused ones. When this resolves, they are on disk. A stored span is replaced
   * only by a version that takes precedence: a later end, else more attributes. Once its trace has settled, a span no
   * longer changes, and a different version is refused. A trace belongs to the run that one of its spans names
   * (`namedRun`), else to the run of its own id. If a run is named later, what was projected under the trace's own id
   * is deleted, and listeners to that run's changes are notified. Spans for a run of another origin are refused, see
   * `placeTraces`, and so are spans that exceed a run's limit, see `runBytes.ts`. Returns why spans were refused.
   * Throws `StoreUnavailableError`.
   */
  acceptSpans(spans: readonly RawSpan[]): Promise<readonly RejectedFor[]>
  /**
   * At most `limit` runs: first those with new spans since their last projection (longest wait and few spans first),
   * then unsettled runs that received nothing for `quietMs`. This server claims them until they are marked; no other
   * server gets them unless this one is gone. A run that servers repeatedly started and never finished is set aside
   * instead.
   */
  listDue(quietMs: number, limit: number, lane?: Lane): Promise<readonly DueRun[]>
  /** Extends this server's claims by a few seconds. */
  renewClaims(): Promise<void>
  backlog(): Promise<Backlog>
  /** Most recent first, at most 100. */
  listSetAside(): Promise<readonly SetAsideRun[]>
  /**
   * Gives runs that another version of Runlens set aside one more try, and returns how many. Called when a server
   * starts.
   */
  retrySetAside(): Promise<number>
  /** How many traces arrived, how many projected ones produced no run, and how many unassigned calls those contain. */
  received(): Promise<ReceivedTelemetry>
  /** All spans, or as many as the bounds allow, sorted by trace_id and span_id. */
  spansOfRun(run_id: RunId, bounds?: ReadBounds): Promise<SpansOfRun>
  /** The run that now has the trace of this run's id, if it is another run and this one has no other trace left. */
  movedTo(run_id: RunId): Promise<RunId | undefined>
  /**
   * Records that the spans up to `revision` are projected, whether the passing of time can still change the result, and
   * which unassigned calls were found; these replace the ones found before. If the result is settled, the run's spans
   * settle too. If the run moved during projection, what was written for it is deleted.
   */
  markProjected(
    run_id: RunId,
    revision: number,
    isSettled: boolean,
    unassignedCalls: readonly UnassignedCallKey[],
    drawn?: Drawn,
  ): Promise<void>
  /**
   * Records that the spans up to `revision` (all spans if undefined) could not be projected. A run that fails several
   * times in a row is set aside.
   */
  markFailed(run_id: RunId, revision: number | undefined, reason: string): Promise<void>
  /**
   * Unassigned calls whose run is not stored, by start, latest first, then trace_id and span_id descending. A page may
   * have fewer rows than requested: spans carry whole conversations, and pages are limited in bytes too.
   */
  listUnassignedCalls(page: PageRequest): Promise<Slice<RawSpan>>
  /** One unassigned call; undefined for any other span. */
  findUnassignedCall(ref: SpanRef): Promise<RawSpan | undefined>
  /**
   * Calls the listener soon after spans were stored, by this server or another. Returns a function that unsubscribes.
   */
  onSpans(listener: () => void): () => void
}

/** The sort key of an unassigned call in its list. */
export type UnassignedCallKey = SpanRef & { readonly started_at: Timestamp }

/** Why spans were rejected, as a clause that quotes none of their values, and how many. */
export type RejectedFor = { readonly reason: string; readonly count: number }
