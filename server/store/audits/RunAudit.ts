import type { RunId } from '#contract/ids.ts'
import type { IntegrityGroup } from '#contract/integrity.ts'
import type { NodeRows } from './nodeRowsOf.ts'

export type RunAudit = {
  readonly run_id: RunId
  readonly revision: number
  readonly groups: readonly IntegrityGroup[]
  /** What the run has under each of its node ids, from which is added up what the ids return alone. */
  readonly nodes: readonly NodeRows[]
  /** What a run that is stored later could settle a finding by, see `unresolvedReferences`. */
  readonly awaited: readonly string[]
  /** What this run may settle findings of others by. */
  readonly offered: readonly string[]
}
