import type { RunId, SessionId } from '#contract/ids.ts'
import type { RunFacets, RunRow } from '#contract/summaries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import type { RunStatus } from '#contract/words.ts'
import type { PageRequest, Slice } from './page.ts'

export type RunFilter = {
  readonly session_id?: SessionId | undefined
  readonly status?: readonly RunStatus[] | undefined
  readonly mode?: string | undefined
  readonly agent?: string | undefined
  /**
   * Found in the first `RUN_SEARCH_MAX` characters of the task, agent, model or session name, in the session id, or at the
   * beginning of the run id; ASCII case is ignored.
   */
  readonly q?: string | undefined
  /** Bounds of `started_at`: since ≤ started_at < until. A run without a start matches neither. */
  readonly since?: Timestamp | undefined
  readonly until?: Timestamp | undefined
}

export interface RunRepository {
  /**
   * By start, latest first, those without a start last, then run_id descending. With a filter at most `RUNS_COUNTED_MAX` runs
   * are counted.
   */
  listRuns(filter: RunFilter, page: PageRequest): Promise<Slice<RunRow>>
  /** The whole of it, however long its task is. */
  findRun(run_id: RunId): Promise<RunRow | undefined>
  /** As it stands in the list. */
  findListedRun(run_id: RunId): Promise<RunRow | undefined>
  /** Whether the run is stored; counts nothing, as `findRun` does. */
  hasRun(run_id: RunId): Promise<boolean>
  facets(): Promise<RunFacets>
  /** Whether any run is stored; the demo is loaded only where none is. */
  isEmpty(): Promise<boolean>
}
