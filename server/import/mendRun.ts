import type { WorkflowRun } from '#contract/entities.ts'
import type { NodeId, RunId, SessionId } from '#contract/ids.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import type { Finding } from './findings.ts'
import { mendEdges } from './mendEdges.ts'
import { mendNodes } from './mendNodes.ts'
import { mendEvent, mendFile, mendMessage, mendWorkflowRun, type Report } from './mendRows.ts'
import { byExecution } from './activityOfNode.ts'
import type { OldGraph } from './OldGraph.ts'
import type { FromRow, OldEdge, OldEvent, OldFile, OldMessage, OldNode, OldRun, OldTable } from './oldRows.ts'

/** One old run with its rows. Each row's `run_id` must be this run's; the caller has checked the key. */
export type OldRunRows = {
  readonly run: OldRun
  readonly run_id: RunId
  /** The run's session, or the placeholder for a missing one. */
  readonly session_id: SessionId
  readonly events: readonly OldEvent[]
  readonly files: readonly OldFile[]
  readonly contents: ReadonlyMap<OldFile, Uint8Array<ArrayBuffer>>
  readonly messages: readonly OldMessage[]
}

export type MendedRun = {
  readonly bundle: RunBundle
  readonly findings: readonly Finding[]
  readonly oldRun: OldRun
  /** The old nodes in the bundle. Its events, files and messages correspond to one old row each. */
  readonly placedNodes: readonly OldNode[]
  /** The old edges that became edges of this run, and their duplicates. */
  readonly placedEdges: readonly OldEdge[]
  readonly repeatedEdges: readonly OldEdge[]
}
type OldRow = FromRow & { readonly id: string }

/**
 * Repairs one old run: every event, file and message goes under its own run and node, and nodes lost by the old key
 * are reconstructed from them. Pure. Rows of other runs contribute only the type and label of a name.
 */
export function mendRun(old: OldRunRows, graph: OldGraph): MendedRun {
  const findings: Finding[] = []
  const report: Report = (finding) => findings.push(finding)

  const run = mendWorkflowRun(old.run, old.run_id, old.session_id, report)
  const { run_id } = run
  const events = mendAll('execution_events', old.events, run, (row) => mendEvent(row, run, report), report)
  const files = mendAll('files', old.files, run, (row) => mendFile(row, old.contents.get(row), run_id, report), report)
  const messages = mendAll('messages', old.messages, run, (row) => mendMessage(row, run_id, report), report)
  const inOrder = events.toSorted(byExecution)

  const named = new Set<NodeId>()
  for (const { node_id } of [...inOrder, ...files, ...messages]) if (node_id !== null) named.add(node_id)
  const nodes = mendNodes(run, graph, inOrder, named, report)
  const { edges, placed, repeated } = mendEdges(run_id, nodes.nodes, graph, report)
  return {
    bundle: { run, nodes: nodes.nodes, edges, events: inOrder, files, messages },
    findings,
    oldRun: old.run,
    placedNodes: nodes.placed,
    placedEdges: placed,
    repeatedEdges: repeated,
  }
}

/**
 * Repairs rows. Drops those with an invalid key, and all but the first of each key: the old keys forbid duplicates,
 * but a table that lost its key may contain them.
 */
function mendAll<Old extends OldRow, Row>(
  table: OldTable,
  olds: readonly Old[],
  { run_id }: WorkflowRun,
  mend: (old: Old) => Row | undefined,
  report: Report,
): readonly Row[] {
  const rows: Row[] = []
  const keys = new Set<string>()
  const reason = 'the run has this key twice; the first row was kept'
  for (const old of olds) {
    const row = mend(old)
    if (row === undefined) continue
    if (keys.has(old.id)) report({ kind: 'duplicate_key', table, key: old.id, run_id, reason, row: old.raw })
    else {
      keys.add(old.id)
      rows.push(row)
    }
  }
  return rows
}
