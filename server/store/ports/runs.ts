import type { RunId, SessionId } from '#contract/ids.ts'
import type { RecentRuns } from '#contract/recentRuns.ts'
import type { RunFacets, RunRow } from '#contract/summaries.ts'
import type { RunContent } from '#contract/runContents.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import type { RunStatus } from '#contract/words.ts'
import type { PageRequest, Slice } from './page.ts'

export type RunFilter = {
  readonly session_id?: SessionId | undefined
  readonly status?: readonly RunStatus[] | undefined
  readonly mode?: string | undefined
  readonly agent?: string | undefined
  /**
   * Matched against the first `RUN_SEARCH_MAX` characters of the task, agent, model and session name, against the
   * session id, and as a prefix of the run id. ASCII case is ignored.
   */
  readonly q?: string | undefined
  /** Bounds of `started_at`: since ≤ started_at < until. A run without a start matches neither. */
  readonly since?: Timestamp | undefined
  readonly until?: Timestamp | undefined
  /** Only runs that have all of these. */
  readonly has?: readonly RunContent[] | undefined
}

export interface RunRepository {
  /**
   * Sorted by start, latest first, runs without a start last, then by run_id descending. With a filter, at most
   * `RUNS_COUNTED_MAX` runs are counted.
   */
  listRuns(filter: RunFilter, page: PageRequest): Promise<Slice<RunRow>>
  /** The complete run, however long its task. */
  findRun(run_id: RunId): Promise<RunRow | undefined>
  /** The run as it appears in the list. */
  findListedRun(run_id: RunId): Promise<RunRow | undefined>
  /** Whether the run is stored. Unlike `findRun`, counts nothing. */
  hasRun(run_id: RunId): Promise<boolean>
  /** Whether the run comes from an old database, or from the demo, which imitates one. */
  isImported(run_id: RunId): Promise<boolean>
  facets(): Promise<RunFacets>
  /** Figures of the latest runs by day. */
  recentRuns(): Promise<RecentRuns>
  /** Whether no run is stored. The demo is loaded only into an empty store. */
  isEmpty(): Promise<boolean>
}
