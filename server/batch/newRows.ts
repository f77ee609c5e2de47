import type { DAGEdge, DAGNode, ExecutionEvent, Message, Session, WorkflowRun } from '#contract/entities.ts'
import { type EventId, type FileId, type MessageId, type NodeId, type RunId, SessionId } from '#contract/ids.ts'
import type { NewFile } from '#server/store/ports/writer.ts'

/* Default values of a row of which only the key is known. */

/** A run that names no session gets its own, with the same id. */
export const ownSession = (run_id: RunId): SessionId => SessionId.parse(run_id)

export const newSession = (session_id: SessionId): Session => ({
  session_id,
  user_id: null,
  name: null,
  status: null,
  created_at: null,
  last_active_at: null,
  meta: {},
})

export const newRun = (run_id: RunId): WorkflowRun => ({
  run_id,
  session_id: ownSession(run_id),
  status: 'executing',
  mode: null,
  agent: null,
  model: null,
  task_description: null,
  started_at: null,
  completed_at: null,
  parent_run_id: null,
  meta: {},
})

export const newNode = (run_id: RunId, node_id: NodeId): DAGNode => ({
  run_id,
  node_id,
  node_type: 'agent',
  label: node_id,
  agent: null,
  status: 'pending',
  order_index: null,
  parent_node_id: null,
  started_at: null,
  completed_at: null,
  origin: 'recorded',
  meta: {},
})

export const newEdge = (run_id: RunId, from_node_id: NodeId, to_node_id: NodeId): DAGEdge => ({
  run_id,
  from_node_id,
  to_node_id,
  dependency_type: 'sequential',
  condition: null,
  origin: 'recorded',
})

export const newEvent = (run_id: RunId, event_id: EventId): ExecutionEvent => ({
  run_id,
  event_id,
  node_id: null,
  parent_event_id: null,
  event_type: 'info',
  event_subtype: null,
  agent_name: null,
  timestamp: null,
  started_at: null,
  completed_at: null,
  duration_ms: null,
  error_message: null,
  status: null,
  execution_order: null,
  depth: null,
  inputs: null,
  outputs: null,
  meta: {},
})

export const newFile = (run_id: RunId, file_id: FileId): NewFile => ({
  run_id,
  file_id,
  node_id: null,
  event_id: null,
  file_path: file_id,
  file_type: 'other',
  size_bytes: null,
  sha256: null,
  created_at: null,
  meta: {},
  content: undefined,
})

export const newMessage = (run_id: RunId, message_id: MessageId): Message => ({
  run_id,
  message_id,
  node_id: null,
  event_id: null,
  sender: null,
  recipient: null,
  content: '',
  timestamp: null,
  tokens: null,
  meta: {},
})
