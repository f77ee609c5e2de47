import type { NodeRef, RunId } from '#contract/ids.ts'
import type { IntegrityGroup, IntegrityReport, NodeReuse } from '#contract/integrity.ts'
import type { AuditPatience } from '../audits/AuditPatience.ts'
import type { AuditedRun, ForeignReferences, ResolvedReferences } from '../audits/AuditedRun.ts'
import type { RunAudit } from '../audits/RunAudit.ts'

/**
 * The data behind the integrity report. Runs are audited one by one and their audits are stored, because auditing all
 * of a large database takes minutes. Every write to a run makes its audit outdated.
 */
export interface IntegrityRepository {
  /**
   * Runs whose audit is missing or outdated and that are due, few enough to read at once, but at least one if there is
   * any. Without `patience`, only runs whose audit failed have to wait.
   */
  pendingRuns(patience?: AuditPatience): Promise<readonly RunId[]>
  /** Counts all runs whose audit is missing or outdated, including those that are not due yet. */
  countPendingRuns(): Promise<number>
  /** Skips runs that are not stored. */
  readRuns(run_ids: readonly RunId[]): Promise<readonly AuditedRun[]>
  /** How often the run was written, as in `AuditedRun.revision`; undefined if it is not stored. Reads nothing else. */
  revisionOf(run_id: RunId): Promise<number | undefined>
  resolveReferences(references: ForeignReferences): Promise<ResolvedReferences>
  /**
   * Stores audits. A run stays pending if the audit is of an older revision. Runs that were waiting for something that
   * one of these audits offers become pending again.
   */
  keepAudits(audits: readonly RunAudit[]): Promise<void>
  /** Records that the run could not be audited. It stays pending and is retried later. */
  keepFailure(run_id: RunId): Promise<void>
  countEntities(): Promise<Pick<IntegrityReport, 'counts' | 'events'>>
  /** From all stored audits: the state of each run when it was last audited. */
  nodeIds(): Promise<Pick<IntegrityReport, 'node_ids' | 'reused_ids'>>
  /**
   * From all stored audits, by kind, with examples from the latest runs first; and how many runs have a finding that
   * counts.
   */
  foundInAll(): Promise<{ readonly groups: readonly IntegrityGroup[]; readonly runs: number }>
  /** Undefined while the run is pending, or if it is not stored. */
  foundInRun(run_id: RunId): Promise<readonly IntegrityGroup[] | undefined>
  /** Rows that imports could not assign to any run. */
  unplaced(): Promise<readonly IntegrityGroup[]>
  nodeReuse(ref: NodeRef): Promise<Omit<NodeReuse, keyof NodeRef>>
}
