import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import { FINDING_TEXT_MAX, type IntegrityFinding, type IntegrityGroup } from '#contract/integrity.ts'
import { firstCharacters } from '#server/services/firstCharacters.ts'
import type { AuditedRun, Surroundings } from './AuditedRun.ts'
import { auditNodes } from './auditNodes.ts'
import { auditOrder } from './auditOrder.ts'
import { auditParents } from './auditParents.ts'
import { auditStarts } from './auditStarts.ts'
import { auditStatus } from './auditStatus.ts'
import { awaitedBy, offeredBy } from './awaited.ts'
import { FindingGroups } from './FindingGroups.ts'
import { type NodeRows, nodeRowsOf } from './nodeRowsOf.ts'

/** Where a finding is, and what it says; what is left out is null, one row, and the key that is most exact. */
export type Found = {
  readonly kind: IntegrityFinding['kind']
  readonly table: string
  readonly node_id?: NodeId | null
  readonly event_id?: EventId | null
  readonly key?: string
  readonly rows?: number
  readonly detail: string
}
export type Find = (found: Found) => void

export type RunAudit = {
  readonly run_id: RunId
  readonly revision: number
  readonly groups: readonly IntegrityGroup[]
  /** What the run has under each of its node ids, from which is added up what the ids return alone. */
  readonly nodes: readonly NodeRows[]
  /** What a run that is stored later could settle a finding by, see `awaitedBy`. */
  readonly awaited: readonly string[]
  /** What this run may settle findings of others by. */
  readonly offered: readonly string[]
}

/** What is wrong in one run, and what it has of each node. Pure; in proportion to its rows. */
export function auditRun(audited: AuditedRun, around: Surroundings): RunAudit {
  const { run_id } = audited.run
  const groups = new FindingGroups()
  const find: Find = ({ kind, table, node_id = null, event_id = null, key, rows = 1, detail }) =>
    groups.add({
      kind,
      run_id,
      node_id,
      event_id,
      table,
      key: firstCharacters(key ?? event_id ?? node_id ?? run_id, FINDING_TEXT_MAX),
      rows,
      detail: firstCharacters(detail, FINDING_TEXT_MAX),
    })
  auditNodes(audited, around, find)
  auditParents(audited, around, find)
  auditOrder(audited.events, find)
  auditStarts(audited, find)
  auditStatus(audited, find)
  return {
    run_id,
    revision: audited.revision,
    groups: groups.groups(),
    nodes: nodeRowsOf(audited),
    awaited: awaitedBy(audited, around),
    offered: offeredBy(audited),
  }
}
