import type { RunId } from '#contract/ids.ts'
import type { IntegrityGroup } from '#contract/integrity.ts'
import type { NodeRows } from './nodeRowsOf.ts'

export type RunAudit = {
  readonly run_id: RunId
  readonly revision: number
  readonly groups: readonly IntegrityGroup[]
  /** What the run has under each of its node ids; the totals per node id are added up from these. */
  readonly nodes: readonly NodeRows[]
  /** Keys that a run stored later could provide to resolve a finding, see `unresolvedReferences`. */
  readonly awaited: readonly string[]
  /** Keys by which this run can resolve findings of other runs. */
  readonly offered: readonly string[]
}
