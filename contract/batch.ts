import * as z from 'zod/mini'
import { DAGEdge, DAGNode, ExecutionEvent, Message, RunFile, Session, WorkflowRun } from './entities.ts'
import { FieldError } from './errors.ts'
import { RunId, RunScope } from './ids.ts'
import { NewEventId, NewFileId, NewMessageId, NewNodeId, NewSessionId } from './newIds.ts'
import { oneOf } from './scoped.ts'
import { canonicalTimestamp } from './timestamps.ts'

/**
 * The body of a batch: rows of one run, posted by a custom reporter. A row needs its key and the fields that are
 * known. If the key is already stored, the given fields are replaced and the others kept, so a report of a node's end
 * need not repeat its label.
 */

/** Maximum number of rows of all kinds in a batch. */
export const BATCH_ROWS_MAX = 5000
/** Maximum number of JSON values in a batch, over all payloads. */
export const BATCH_VALUES_MAX = 1_000_000
export const TOO_MANY_VALUES = `must have at most ${BATCH_ROWS_MAX} rows and ${BATCH_VALUES_MAX} JSON values in total; split it into several batches`
/** Bytes of a batch as it is sent. */
export const BATCH_BYTES_MAX = 8 * 1024 * 1024
/** Maximum size of the content of one file, in bytes. */
export const CONTENT_BYTES_MAX = 5 * 1024 * 1024

/** Accepts timestamps as people and programs write them, and converts them to the canonical form. */
const moment = z.nullable(
  z.pipe(
    z.string().check(
      z.refine((text) => canonicalTimestamp(text) !== undefined, {
        error: 'must be an ISO 8601 date or time, like 2026-01-20T09:15:00.123456Z',
      }),
    ),
    z.transform((text) => canonicalTimestamp(text) ?? text),
  ),
)

/** Rows may repeat the run's id, as replies do. It must match the path. */
const inRun = { run_id: z.exactOptional(RunId) }

const ofNode = z.exactOptional(z.nullable(NewNodeId))
const ofEvent = z.exactOptional(z.nullable(NewEventId))

const session = Session.shape
const run = WorkflowRun.shape
const node = DAGNode.shape
const edge = DAGEdge.shape
const event = ExecutionEvent.shape
const file = RunFile.shape
const message = Message.shape

export const SessionPatch = z.strictObject({
  session_id: NewSessionId,
  user_id: z.exactOptional(session.user_id),
  name: z.exactOptional(session.name),
  status: z.exactOptional(session.status),
  created_at: z.exactOptional(moment),
  last_active_at: z.exactOptional(moment),
  meta: z.exactOptional(session.meta),
})
export type SessionPatch = Readonly<z.output<typeof SessionPatch>>

export const RunPatch = z.strictObject({
  ...inRun,
  session_id: z.exactOptional(NewSessionId),
  status: z.exactOptional(run.status),
  mode: z.exactOptional(run.mode),
  agent: z.exactOptional(run.agent),
  model: z.exactOptional(run.model),
  task_description: z.exactOptional(run.task_description),
  started_at: z.exactOptional(moment),
  completed_at: z.exactOptional(moment),
  parent_run_id: z.exactOptional(run.parent_run_id),
  meta: z.exactOptional(run.meta),
})
export type RunPatch = Readonly<z.output<typeof RunPatch>>

export const NodePatch = z.strictObject({
  ...inRun,
  node_id: NewNodeId,
  node_type: z.exactOptional(node.node_type),
  label: z.exactOptional(node.label),
  agent: z.exactOptional(node.agent),
  status: z.exactOptional(node.status),
  order_index: z.exactOptional(node.order_index),
  parent_node_id: z.exactOptional(z.nullable(NewNodeId)),
  started_at: z.exactOptional(moment),
  completed_at: z.exactOptional(moment),
  origin: z.exactOptional(node.origin),
  meta: z.exactOptional(node.meta),
})
export type NodePatch = Readonly<z.output<typeof NodePatch>>

export const EdgePatch = z.strictObject({
  ...inRun,
  from_node_id: NewNodeId,
  to_node_id: NewNodeId,
  dependency_type: z.exactOptional(edge.dependency_type),
  condition: z.exactOptional(edge.condition),
  origin: z.exactOptional(edge.origin),
})
export type EdgePatch = Readonly<z.output<typeof EdgePatch>>

export const EventPatch = z.strictObject({
  ...inRun,
  event_id: NewEventId,
  node_id: ofNode,
  parent_event_id: ofEvent,
  event_type: z.exactOptional(event.event_type),
  event_subtype: z.exactOptional(event.event_subtype),
  agent_name: z.exactOptional(event.agent_name),
  timestamp: z.exactOptional(moment),
  started_at: z.exactOptional(moment),
  completed_at: z.exactOptional(moment),
  duration_ms: z.exactOptional(event.duration_ms),
  error_message: z.exactOptional(event.error_message),
  status: z.exactOptional(event.status),
  execution_order: z.exactOptional(event.execution_order),
  depth: z.exactOptional(event.depth),
  inputs: z.exactOptional(event.inputs),
  outputs: z.exactOptional(event.outputs),
  meta: z.exactOptional(event.meta),
})
export type EventPatch = Readonly<z.output<typeof EventPatch>>

/**
 * A file. Its content is base64 or text, which is stored as UTF-8. Without content, only the file's existence is
 * recorded.
 */
export const FilePatch = z.strictObject({
  ...inRun,
  file_id: NewFileId,
  node_id: ofNode,
  event_id: ofEvent,
  file_path: z.exactOptional(file.file_path),
  file_type: z.exactOptional(file.file_type),
  size_bytes: z.exactOptional(file.size_bytes),
  sha256: z.exactOptional(file.sha256),
  created_at: z.exactOptional(moment),
  meta: z.exactOptional(file.meta),
  content_base64: z.exactOptional(z.string()),
  content_text: z.exactOptional(z.string()),
})
export type FilePatch = Readonly<z.output<typeof FilePatch>>

export const MessagePatch = z.strictObject({
  ...inRun,
  message_id: NewMessageId,
  node_id: ofNode,
  event_id: ofEvent,
  sender: z.exactOptional(message.sender),
  recipient: z.exactOptional(message.recipient),
  content: z.exactOptional(message.content),
  timestamp: z.exactOptional(moment),
  tokens: z.exactOptional(message.tokens),
  meta: z.exactOptional(message.meta),
})
export type MessagePatch = Readonly<z.output<typeof MessagePatch>>

/** Not `z.readonly`: it would become `readOnly` in the OpenAPI document, which means "cannot be sent". */
const rows = <Row extends z.core.$ZodType>(row: Row) => z.exactOptional(z.array(row))

/** Counts the rows before any is parsed, so that a body of a million empty rows costs nothing. */
const counted = z.transform((body: unknown, context) => {
  const lists = typeof body === 'object' && body !== null ? Object.values(body) : []
  const count = lists.reduce<number>((sum, list: unknown) => sum + (Array.isArray(list) ? list.length : 0), 0)
  if (count > BATCH_ROWS_MAX)
    context.issues.push({
      code: 'custom',
      input: undefined,
      message: `must have at most ${BATCH_ROWS_MAX} rows in total; split it into several batches`,
    })
  return body
})

export const Batch = z.pipe(
  counted,
  z.strictObject({
    sessions: rows(SessionPatch),
    run: z.exactOptional(RunPatch),
    nodes: rows(NodePatch),
    edges: rows(EdgePatch),
    events: rows(EventPatch),
    files: rows(FilePatch),
    messages: rows(MessagePatch),
  }),
)
export type Batch = Readonly<z.output<typeof Batch>>

const count = z.int().check(z.minimum(0))

/**
 * `seq` is the run's revision, which stays the same if the whole batch was already stored. `written` counts the
 * batch's rows. `left_alone`, if present, names what was not taken: only the times of a session created by another
 * writer are updated.
 */
export const BatchReply = oneOf(
  RunScope,
  z.strictObject({
    ...RunScope.shape,
    seq: count,
    written: z.strictObject({ nodes: count, edges: count, events: count, files: count, messages: count }),
    left_alone: z.exactOptional(z.readonly(z.array(FieldError))),
  }),
)
