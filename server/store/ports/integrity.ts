import type { NodeRef, RunId } from '#contract/ids.ts'
import type { IntegrityGroup, IntegrityReport, NodeReuse } from '#contract/integrity.ts'
import type { AuditPatience } from '../audits/AuditPatience.ts'
import type { AuditedRun, Doubts, Surroundings } from '../audits/AuditedRun.ts'
import type { RunAudit } from '../audits/RunAudit.ts'

/**
 * What the integrity report is made from. Runs are audited one by one and their audits kept, for looking through all of
 * a large database takes minutes; every write of a run makes its audit out of date.
 */
export interface IntegrityRepository {
  /**
   * Some runs whose audit is missing or out of date and which need not wait longer, few enough to be read at once; at least
   * one where there is any. Without `patience` only those wait of which no audit could be made.
   */
  pendingRuns(patience?: AuditPatience): Promise<readonly RunId[]>
  /** All whose audit is missing or out of date, also those that wait. */
  countPendingRuns(): Promise<number>
  /** Runs that are not stored are left out. */
  readRuns(run_ids: readonly RunId[]): Promise<readonly AuditedRun[]>
  /** How often the run was written, as `AuditedRun.revision`; undefined where it is not stored. Reads nothing else of it. */
  revisionOf(run_id: RunId): Promise<number | undefined>
  surroundings(doubts: Doubts): Promise<Surroundings>
  /**
   * An audit of a revision that is not the run's any more leaves the run pending; and runs are pending again that awaited
   * what one of these offers.
   */
  keepAudits(audits: readonly RunAudit[]): Promise<void>
  /** Notes that the run could not be audited. It stays pending, and is tried again later. */
  keepFailure(run_id: RunId): Promise<void>
  countEntities(): Promise<Pick<IntegrityReport, 'counts' | 'events'>>
  /** Of all audits that are kept: as each run was when it was looked through last. */
  nodeIds(): Promise<Pick<IntegrityReport, 'node_ids' | 'reused_ids'>>
  /** Of all audits that are kept, by kind, with examples of the latest runs first; and how many runs have a finding that counts. */
  foundInAll(): Promise<{ readonly groups: readonly IntegrityGroup[]; readonly runs: number }>
  /** Undefined while the run is pending, or where it is not stored. */
  foundInRun(run_id: RunId): Promise<readonly IntegrityGroup[] | undefined>
  /** Rows that imports could not place, which belong to no run. */
  unplaced(): Promise<readonly IntegrityGroup[]>
  nodeReuse(ref: NodeRef): Promise<Omit<NodeReuse, keyof NodeRef>>
}
