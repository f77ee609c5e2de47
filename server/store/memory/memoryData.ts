import type {
  DAGEdge,
  DAGNode,
  EventRow,
  ExecutionEvent,
  Message,
  RunFile,
  Session,
  WorkflowRun,
} from '#contract/entities.ts'
import type { KeptRow } from '../ports/unplaced.ts'
import type { EventId, FileId, MessageId, NodeId, NodeRef, RunId, SessionId } from '#contract/ids.ts'
import type { RunAudit } from '../audits/RunAudit.ts'
import type { RunOrigin, SessionOrigin } from '../ports/origin.ts'
import type { RunChanges } from '../ports/changes.ts'
import type { BundleWriter } from '../ports/writer.ts'

export type MemoryEvent = { readonly event: ExecutionEvent; readonly row: EventRow }
export type MemoryFile = { readonly file: RunFile; readonly content: Uint8Array<ArrayBuffer> | undefined }

/** All rows of one run. A read of a run touches only these maps. */
export type MemoryRun = {
  readonly run: WorkflowRun
  readonly nodes: ReadonlyMap<NodeId, DAGNode>
  /** By the JSON text of both ends. */
  readonly edges: ReadonlyMap<string, DAGEdge>
  readonly events: ReadonlyMap<EventId, MemoryEvent>
  readonly files: ReadonlyMap<FileId, MemoryFile>
  readonly messages: ReadonlyMap<MessageId, Message>
}

/** `number`: counts all writes and removals from 1. `at`: milliseconds by the clock of `performance`. */
export type Written = { readonly number: number; readonly at: number }
/**
 * `at`: when the run was last audited, or an audit failed, or the run was first stored. `failures`: since the last
 * audit.
 */
export type AuditTime = { readonly at: number; readonly failures: number }
export type NotedWrite = { readonly at: number; readonly changes: RunChanges }

/** Data shared by all repositories of one memory store. Only the writer changes it. */
export type MemoryData = {
  readonly sessions: Map<SessionId, Session>
  readonly runs: Map<RunId, MemoryRun>
  /** Who owns each run, including runs that are not projected yet. */
  readonly origins: Map<RunId, RunOrigin>
  readonly sessionOrigins: Map<SessionId, SessionOrigin>
  /** How often each run was written. */
  readonly revisions: Map<RunId, number>
  readonly audits: Map<RunId, RunAudit>
  readonly auditTimes: Map<RunId, AuditTime>
  /** When each run was last written. */
  readonly written: Map<RunId, Written>
  /** Numbers of the last write of any run, and of the last removal. */
  readonly last: { write: number; removal: number }
  /** What the last writes of each run changed, by the run's revision after the write. */
  readonly changes: Map<RunId, Map<number, NotedWrite>>
  readonly changeListeners: Set<(run_ids: readonly RunId[]) => void>
  /** Rows that imports kept but assigned to no run, by digest. */
  readonly unplaced: Map<string, KeptRow>
  /** Who kept each of them. */
  readonly unplacedBy: Map<string, BundleWriter>
}

/** The audit of the run as it was last written. */
export const auditOf = (data: MemoryData, run_id: RunId): RunAudit | undefined => {
  const audit = data.audits.get(run_id)
  return audit?.revision === data.revisions.get(run_id) ? audit : undefined
}

export const emptyMemoryData = (): MemoryData => ({
  sessions: new Map(),
  runs: new Map(),
  origins: new Map(),
  sessionOrigins: new Map(),
  revisions: new Map(),
  audits: new Map(),
  auditTimes: new Map(),
  written: new Map(),
  last: { write: 0, removal: 0 },
  changes: new Map(),
  changeListeners: new Set(),
  unplaced: new Map(),
  unplacedBy: new Map(),
})

type OfNode = { readonly node_id: NodeId | null }

export const eventsOf = (data: MemoryData, run_id: RunId): readonly MemoryEvent[] => [
  ...(data.runs.get(run_id)?.events.values() ?? []),
]
export const filesOf = (data: MemoryData, run_id: RunId): readonly RunFile[] =>
  [...(data.runs.get(run_id)?.files.values() ?? [])].map(({ file }) => file)
export const messagesOf = (data: MemoryData, run_id: RunId): readonly Message[] => [
  ...(data.runs.get(run_id)?.messages.values() ?? []),
]

/** Those rows (of the ref's run) that belong to its node. */
export const ofNode = <Row extends OfNode>(rows: readonly Row[], { node_id }: NodeRef): readonly Row[] =>
  rows.filter((row) => row.node_id === node_id)
