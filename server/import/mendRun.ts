import type { WorkflowRun } from '#contract/entities.ts'
import type { NodeId, RunId, SessionId } from '#contract/ids.ts'
import type { NewFile, RunBundle } from '#server/ports.ts'
import type { Finding } from './findings.ts'
import { mendEdges } from './mendEdges.ts'
import { mendNodes } from './mendNodes.ts'
import { mendEvent, mendFile, mendMessage, mendWorkflowRun, type Report } from './mendRows.ts'
import { byExecution } from './nodeActivity.ts'
import type { OldGraph } from './OldGraph.ts'
import type { OldEdge, OldEvent, OldFile, OldMessage, OldRun } from './oldRows.ts'

/** One old run with its rows. Each row's `run_id` must be this run's; the key was checked by the caller. */
export type OldRunRows = {
  readonly run: OldRun
  readonly run_id: RunId
  /** The run's session, or the placeholder that stands for a missing one. */
  readonly session_id: SessionId
  readonly events: readonly OldEvent[]
  readonly files: readonly { readonly row: OldFile; readonly content: Uint8Array<ArrayBuffer> | undefined }[]
  readonly messages: readonly OldMessage[]
}

export type MendedRun = {
  readonly bundle: RunBundle
  readonly findings: readonly Finding[]
  /** The old edges that became edges of this run, and those that repeat one. */
  readonly placedEdges: readonly OldEdge[]
  readonly repeatedEdges: readonly OldEdge[]
}

/**
 * One old run as it should have been stored: every event, file and message under its own run and node, and the nodes
 * that the old key lost drawn from them. Pure. Rows of other runs lend a name's type and label and nothing else.
 */
export function mendRun(old: OldRunRows, graph: OldGraph): MendedRun {
  const findings: Finding[] = []
  const report: Report = (finding) => findings.push(finding)

  const run = mendWorkflowRun(old.run, old.run_id, old.session_id, report)
  const events = unique(
    old.events.map((row) => mendEvent(row, run, report)),
    (event) => event.event_id,
    duplicate('execution_events', run, report),
  ).sort(byExecution)
  const files = unique(
    old.files.map(({ row, content }) => mendFile(row, content, run.run_id, report)),
    (file: NewFile) => file.file_id,
    duplicate('files', run, report),
  )
  const messages = unique(
    old.messages.map((row) => mendMessage(row, run.run_id, report)),
    (message) => message.message_id,
    duplicate('messages', run, report),
  )

  const named = new Set<NodeId>()
  for (const { node_id } of [...events, ...files, ...messages]) if (node_id !== null) named.add(node_id)
  const nodes = mendNodes(run, graph, events, named, report)
  const { edges, placed, repeated } = mendEdges(run.run_id, nodes, graph, report)
  return {
    bundle: { run, nodes, edges, events, files, messages },
    findings,
    placedEdges: placed,
    repeatedEdges: repeated,
  }
}

/** Rows with a usable key, the first of each. The old keys forbid a second; a table that lost its key may hold one. */
function unique<Row>(
  rows: readonly (Row | undefined)[],
  keyOf: (row: Row) => string,
  onDuplicate: (key: string) => void,
): Row[] {
  const byKey = new Map<string, Row>()
  for (const row of rows) {
    if (row === undefined) continue
    const key = keyOf(row)
    if (byKey.has(key)) onDuplicate(key)
    else byKey.set(key, row)
  }
  return [...byKey.values()]
}

const duplicate =
  (table: 'execution_events' | 'files' | 'messages', { run_id }: WorkflowRun, report: Report) =>
  (key: string): void =>
    report({ kind: 'duplicate_key', table, key, run_id, reason: 'the run has this key twice; the first row was kept' })
