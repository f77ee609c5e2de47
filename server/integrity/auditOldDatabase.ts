import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import * as ids from '#contract/ids.ts'
import type { IntegrityGroup, IntegrityReport } from '#contract/integrity.ts'
import type { FindingGroup } from '#server/import/findings.ts'
import { importOldDatabase, type ImportOptions } from '#server/import/importOldDatabase.ts'
import type { OldSource } from '#server/import/OldSource.ts'
import type { RunBundle, ImportWriter } from '#server/store/ports/writer.ts'
import { checkBundle } from '#server/store/prepare/checkBundle.ts'
import { isErrorEvent } from '#server/store/prepare/isErrorEvent.ts'
import type { AuditedRun, ResolvedReferences } from '#server/store/audits/AuditedRun.ts'
import { auditRun } from './auditRun.ts'
import { countByNode } from '#server/store/audits/countByNode.ts'
import { FoundInRuns, mergedGroups } from '#server/store/audits/FindingGroups.ts'
import { importFinding } from '#server/store/audits/importFinding.ts'
import { NodeUses } from '#server/store/audits/NodeUses.ts'
import { countNodeIds } from '#server/store/audits/reusedIds.ts'

/** A report, and the data needed to answer for a single node. */
export type Audit = {
  readonly report: IntegrityReport
  readonly reuseOf: NodeUses['reuseOf']
}

/**
 * Audits an old database as an import would read it, without storing anything. Memory holds the ids of runs and nodes
 * and the rows of a few runs. Rejects only if the source cannot be read.
 */
export async function auditOldDatabase(source: OldSource, options: ImportOptions = {}): Promise<Audit> {
  const around = await referencesIn(source)
  const found = new FoundInRuns()
  const uses = new NodeUses()
  const events = { with_node: 0, without_node: 0 }

  const look = (bundle: RunBundle): void => {
    const audit = auditRun(auditedRunOf(bundle), around)
    found.take(audit.groups)
    uses.take(audit)
    const without_node = bundle.events.filter(({ node_id }) => node_id === null).length
    events.without_node += without_node
    events.with_node += bundle.events.length - without_node
  }
  const writer: ImportWriter = {
    writeSessions: async () => [],
    digestsOf: async () => new Map(),
    keepUnplaced: async () => {},
    settle: async () => {},
    writeRun: (bundle) => writer.writeRuns([{ bundle }]),
    writeRuns: async (runs) => {
      for (const { bundle } of runs) checkBundle(bundle)
      for (const { bundle } of runs) look(bundle)
    },
  }
  const { tables, findings } = await importOldDatabase(source, writer, options)
  // The audit itself reports these, run by run.
  const imported = findings.filter(({ kind }) => kind !== 'node_reconstructed').map(groupOf)

  const report: IntegrityReport = {
    shape: 'old',
    counts: {
      sessions: tables.sessions.read,
      runs: tables.workflow_runs.read,
      nodes: tables.dag_nodes.read,
      edges: tables.dag_edges.read,
      events: tables.execution_events.read,
      files: tables.files.read,
      messages: tables.messages.read,
    },
    node_ids: countNodeIds(around.nodes.keys()),
    events,
    reused_ids: uses.reusedIds(),
    groups: mergedGroups(found.groups(), imported),
    runs_with_findings: found.runs,
    runs_pending: 0,
  }
  return { report, reuseOf: (question) => uses.reuseOf(question) }
}

/** All runs and nodes of the old tables, read before the first run is audited. */
async function referencesIn(source: OldSource): Promise<ResolvedReferences> {
  const nodes = new Map<NodeId, 'recorded'>()
  for await (const rows of source.nodes())
    for (const { id } of rows) {
      const node_id = ids.NodeId.safeParse(String(id))
      if (node_id.success) nodes.set(node_id.data, 'recorded')
    }
  const runs = new Set<RunId>()
  const parentOfRun = new Map<RunId, RunId>()
  for await (const rows of source.runs())
    for (const { id, parent_run_id } of rows) {
      const run_id = ids.RunId.safeParse(id)
      const parent = ids.RunId.safeParse(parent_run_id)
      if (!run_id.success) continue
      runs.add(run_id.data)
      if (parent.success) parentOfRun.set(run_id.data, parent.data)
    }
  const events = new Set<EventId>()
  for await (const parents of source.parentEventsElsewhere())
    for (const id of parents) {
      const event_id = ids.EventId.safeParse(id)
      if (event_id.success) events.add(event_id.data)
    }
  return { nodes, events, runs, parentOfRun }
}

const auditedRunOf = ({ run, nodes, edges, events, files, messages }: RunBundle): AuditedRun => ({
  revision: 0,
  run,
  nodes,
  edges,
  events: events.map((event) => ({
    ...event,
    is_error: isErrorEvent(event),
    has_ended: event.completed_at !== null,
  })),
  filesOfNode: countByNode(files),
  messagesOfNode: countByNode(messages),
})

/** Converts a finding of an import to the form of the report. */
function groupOf({ kind, count, runs, examples }: FindingGroup): IntegrityGroup {
  return {
    kind,
    findings: count,
    rows: count,
    runs,
    examples: examples.map(importFinding),
  }
}
