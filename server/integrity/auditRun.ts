import type { RunAudit } from '#server/store/audits/RunAudit.ts'
import { type Find, FindingGroups } from '#server/store/audits/FindingGroups.ts'
import { FINDING_TEXT_MAX } from '#contract/integrity.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'
import type { AuditedRun, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'
import { auditNodes } from './auditNodes.ts'
import { auditOrder } from './auditOrder.ts'
import { auditParents } from './auditParents.ts'
import { auditStarts } from './auditStarts.ts'
import { auditStatus } from './auditStatus.ts'
import { unresolvedReferences, offeredReferences } from './unresolvedReferences.ts'
import { nodeRowsOf } from '#server/store/audits/nodeRowsOf.ts'

/** Audits one run, and counts what it has of each node. Pure. Linear in its rows. */
export function auditRun(audited: AuditedRun, around: ResolvedReferences): RunAudit {
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
    awaited: unresolvedReferences(audited, around),
    offered: offeredReferences(audited),
  }
}
