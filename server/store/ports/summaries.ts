import type { NodeRef, RunId } from '#contract/ids.ts'
import type { RunOverview } from '#contract/runOverview.ts'
import type { ExecutionSummary } from '#contract/summaries.ts'

/** Figures are counted in the store. A summary never loads a run's events. */
export interface SummaryRepository {
  summarizeNode(ref: NodeRef): Promise<ExecutionSummary>
  summarizeRun(run_id: RunId): Promise<ExecutionSummary>
  overviewOfRun(run_id: RunId): Promise<RunOverview>
}
