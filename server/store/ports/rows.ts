import type { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from '#contract/entities.ts'
import type { OriginWriter } from './origin.ts'
import type { EventId, FileId, MessageId, NodeId, RunId, SessionId } from '#contract/ids.ts'

/** Keys of rows of one run, and of sessions. */
export type RowKeys = {
  readonly session_ids: readonly SessionId[]
  readonly node_ids: readonly NodeId[]
  readonly edges: readonly Pick<DAGEdge, 'from_node_id' | 'to_node_id'>[]
  readonly event_ids: readonly EventId[]
  readonly file_ids: readonly FileId[]
  readonly message_ids: readonly MessageId[]
}

export type KeyedRows = {
  readonly run: WorkflowRun | undefined
  /** Who owns the run, even if its spans have arrived but are not projected yet; undefined if nobody does. */
  readonly writer: OriginWriter | undefined
  readonly sessions: readonly Session[]
  readonly nodes: readonly DAGNode[]
  readonly edges: readonly DAGEdge[]
  readonly events: readonly ExecutionEvent[]
  readonly files: readonly RunFile[]
  readonly messages: readonly Message[]
}

export interface RowRepository {
  /** The run and those of its rows that have one of the keys, complete and unordered. */
  findRows(run_id: RunId, keys: RowKeys): Promise<KeyedRows>
}
