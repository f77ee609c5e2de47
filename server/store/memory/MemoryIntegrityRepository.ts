import type { EventId, NodeId, NodeRef, RunId } from '#contract/ids.ts'
import {
  FINDING_TEXT_MAX,
  INTEGRITY_EXAMPLES_MAX,
  type IntegrityGroup,
  IntegrityKind,
  type IntegrityReport,
  type NodeReuse,
} from '#contract/integrity.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { AT_ONCE, type AuditState, isDue } from '../audits/AuditPatience.ts'
import type { AuditedRun, ForeignReferences, ResolvedReferences } from '../audits/AuditedRun.ts'
import type { RunAudit } from '../audits/RunAudit.ts'
import { countByNode } from '../audits/countByNode.ts'
import { FoundInRuns } from '../audits/FindingGroups.ts'
import type { IntegrityRepository } from '../ports/integrity.ts'
import { importFinding } from '../audits/importFinding.ts'
import { NodeUses } from '../audits/NodeUses.ts'
import type { NodeUse } from '../audits/reusedIds.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'
import { compareKeys, eventKey, runKey } from '../order.ts'
import { auditOf, eventsOf, filesOf, type MemoryData, type MemoryRun, messagesOf, ofNode } from './memoryData.ts'

/** A revision that no run has. */
const NEVER = -1

export class MemoryIntegrityRepository implements IntegrityRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async pendingRuns(patience = AT_ONCE): Promise<readonly RunId[]> {
    const now = performance.now()
    return [...this.#data.runs.keys()].filter((run_id) => isDue(this.#stateOf(run_id, now), patience))
  }

  async countPendingRuns(): Promise<number> {
    return [...this.#data.runs.keys()].filter((run_id) => !auditOf(this.#data, run_id)).length
  }

  #stateOf(run_id: RunId, now: number): AuditState {
    const { at = 0, failures = 0 } = this.#data.auditTimes.get(run_id) ?? {}
    const audited = this.#data.audits.get(run_id)?.revision
    return {
      revision: this.#data.revisions.get(run_id) ?? 0,
      audited: audited === NEVER ? undefined : audited,
      sinceWrite: now - (this.#data.written.get(run_id)?.at ?? 0),
      sinceAudit: now - at,
      failures,
    }
  }

  async readRuns(run_ids: readonly RunId[]): Promise<readonly AuditedRun[]> {
    return run_ids.flatMap((run_id) => {
      const stored = this.#data.runs.get(run_id)
      return stored ? [auditedRun(stored, this.#data.revisions.get(run_id) ?? 0)] : []
    })
  }

  async revisionOf(run_id: RunId): Promise<number | undefined> {
    return this.#data.runs.has(run_id) ? (this.#data.revisions.get(run_id) ?? 0) : undefined
  }

  async resolveReferences(references: ForeignReferences): Promise<ResolvedReferences> {
    const nodes = new Map<NodeId, 'recorded' | 'reconstructed'>()
    const runs = [...this.#data.runs.values()]
    const asked = new Set(references.node_ids)
    const parentOfRun = new Map<RunId, RunId>()
    for (const { run, nodes: own } of runs) {
      if (run.parent_run_id !== null) parentOfRun.set(run.run_id, run.parent_run_id)
      for (const { node_id, origin } of own.values())
        if (asked.has(node_id) && nodes.get(node_id) !== 'recorded')
          nodes.set(node_id, origin === 'recorded' ? 'recorded' : 'reconstructed')
    }
    return {
      nodes,
      events: new Set<EventId>(
        references.event_ids.filter((event_id) => runs.some(({ events }) => events.has(event_id))),
      ),
      runs: new Set<RunId>(references.run_ids.filter((run_id) => this.#data.runs.has(run_id))),
      parentOfRun,
    }
  }

  async keepAudits(audits: readonly RunAudit[]): Promise<void> {
    for (const audit of audits) {
      this.#data.audits.set(audit.run_id, audit)
      this.#data.auditTimes.set(audit.run_id, { at: performance.now(), failures: 0 })
    }
    const offered = new Set(audits.flatMap((audit) => audit.offered))
    for (const [run_id, audit] of this.#data.audits)
      if (audit.awaited.some((id) => offered.has(id))) this.#data.audits.set(run_id, { ...audit, revision: NEVER })
  }

  async keepFailure(run_id: RunId): Promise<void> {
    const failures = (this.#data.auditTimes.get(run_id)?.failures ?? 0) + 1
    this.#data.auditTimes.set(run_id, { at: performance.now(), failures })
  }

  async countEntities(): Promise<Pick<IntegrityReport, 'counts' | 'events'>> {
    const runs = [...this.#data.runs.values()]
    const sum = (field: 'nodes' | 'edges' | 'events' | 'files' | 'messages') =>
      runs.reduce((total, run) => total + run[field].size, 0)
    const counts = {
      sessions: this.#data.sessions.size,
      runs: runs.length,
      nodes: sum('nodes'),
      edges: sum('edges'),
      events: sum('events'),
      files: sum('files'),
      messages: sum('messages'),
    }
    const with_node = runs
      .flatMap(({ events }) => [...events.values()])
      .filter(({ event }) => event.node_id !== null).length
    return { counts, events: { with_node, without_node: counts.events - with_node } }
  }

  async nodeIds(): Promise<Pick<IntegrityReport, 'node_ids' | 'reused_ids'>> {
    const uses = new NodeUses()
    for (const audit of this.#data.audits.values()) uses.take(audit)
    return { node_ids: uses.nodeIds(), reused_ids: uses.reusedIds() }
  }

  async foundInAll(): Promise<{ readonly groups: readonly IntegrityGroup[]; readonly runs: number }> {
    const found = new FoundInRuns()
    const latestFirst = [...this.#data.runs.values()].sort((a, b) => compareKeys(runKey(b.run), runKey(a.run)))
    for (const { run } of latestFirst) found.take(this.#data.audits.get(run.run_id)?.groups ?? [])
    return { groups: found.groups(), runs: found.runs }
  }

  async foundInRun(run_id: RunId): Promise<readonly IntegrityGroup[] | undefined> {
    return auditOf(this.#data, run_id)?.groups
  }

  async unplaced(): Promise<readonly IntegrityGroup[]> {
    const rows = [...this.#data.unplaced].sort(([a], [b]) => compareCodePoints(a, b)).map(([, row]) => row)
    return [...groupBy(rows, ({ kind }) => kind)].map(([kind, own]) => ({
      kind: IntegrityKind.parse(kind),
      findings: own.length,
      rows: own.length,
      runs: new Set(own.flatMap(({ run_id }) => run_id ?? [])).size,
      examples: own.slice(0, INTEGRITY_EXAMPLES_MAX).map((row) =>
        importFinding({
          ...row,
          reason: firstCharacters(row.reason, FINDING_TEXT_MAX),
          table: row.old_table,
          key: firstCharacters(row.old_key, FINDING_TEXT_MAX),
        }),
      ),
    }))
  }

  async nodeReuse(ref: NodeRef): Promise<Omit<NodeReuse, keyof NodeRef>> {
    const uses = [...this.#data.runs.values()]
      .filter(({ nodes }) => nodes.has(ref.node_id))
      .map(({ run }) => this.#rowsOf({ run_id: run.run_id, node_id: ref.node_id }))
    const sum = (field: 'events' | 'files' | 'messages') => uses.reduce((total, use) => total + use[field], 0)
    return {
      by_id_alone: { runs: uses.length, events: sum('events'), files: sum('files'), messages: sum('messages') },
      in_this_run: this.#rowsOf(ref),
    }
  }

  #rowsOf(ref: NodeRef): Omit<NodeUse, 'run_id'> {
    return {
      events: ofNode(
        eventsOf(this.#data, ref.run_id).map(({ row }) => row),
        ref,
      ).length,
      files: ofNode(filesOf(this.#data, ref.run_id), ref).length,
      messages: ofNode(messagesOf(this.#data, ref.run_id), ref).length,
    }
  }
}

function auditedRun({ run, nodes, edges, events, files, messages }: MemoryRun, revision: number): AuditedRun {
  return {
    revision,
    run,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    events: [...events.values()]
      .map(({ row }) => ({ ...row, has_ended: row.completed_at !== null }))
      .sort((a, b) => compareKeys(eventKey(a), eventKey(b))),
    filesOfNode: countByNode([...files.values()].map(({ file }) => file)),
    messagesOfNode: countByNode([...messages.values()]),
  }
}
