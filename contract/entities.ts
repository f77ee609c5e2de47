import * as z from 'zod/mini'
import { Cut } from './cuts.ts'
import { EventId, FileId, MessageId, NodeId, RunId, SessionId } from './ids.ts'
import { JsonObject, JsonValue } from './json.ts'
import { Timestamp } from './timestamps.ts'
import { Origin, Word } from './words.ts'

/**
 * The stored entities, with the same fields in tables and on the wire. Missing values are `null`. Durations are in
 * milliseconds, sizes in bytes, times are `Timestamp`.
 */
const text = z.nullable(z.string())
const time = z.nullable(Timestamp)
const count = z.int().check(z.minimum(0))

export const Session = z.strictObject({
  session_id: SessionId,
  user_id: text,
  name: text,
  status: z.nullable(Word),
  created_at: time,
  last_active_at: time,
  meta: JsonObject,
})
export type Session = Readonly<z.output<typeof Session>>

export const WorkflowRun = z.strictObject({
  run_id: RunId,
  session_id: SessionId,
  status: Word,
  mode: text,
  agent: text,
  model: text,
  task_description: text,
  started_at: time,
  completed_at: time,
  /** The run may not be stored; the id is shown as plain text then. */
  parent_run_id: z.nullable(RunId),
  meta: JsonObject,
})
export type WorkflowRun = Readonly<z.output<typeof WorkflowRun>>

export const DAGNode = z.strictObject({
  run_id: RunId,
  node_id: NodeId,
  node_type: Word,
  label: z.string(),
  agent: text,
  status: Word,
  order_index: z.nullable(z.int()),
  parent_node_id: z.nullable(NodeId),
  started_at: time,
  completed_at: time,
  origin: Origin,
  meta: JsonObject,
})
export type DAGNode = Readonly<z.output<typeof DAGNode>>

export const DAGEdge = z.strictObject({
  run_id: RunId,
  from_node_id: NodeId,
  to_node_id: NodeId,
  dependency_type: Word,
  condition: text,
  origin: Origin,
})
export type DAGEdge = Readonly<z.output<typeof DAGEdge>>

const eventFields = {
  run_id: RunId,
  event_id: EventId,
  /** Null if it concerns the run as a whole. */
  node_id: z.nullable(NodeId),
  /** The parent may not be stored, and parents may even form a cycle. Readers must handle both. */
  parent_event_id: z.nullable(EventId),
  event_type: Word,
  event_subtype: z.nullable(Word),
  agent_name: text,
  timestamp: time,
  started_at: time,
  completed_at: time,
  duration_ms: z.nullable(z.number()),
  error_message: text,
  status: z.nullable(Word),
  execution_order: z.nullable(z.int()),
  depth: z.nullable(z.int()),
} as const

/** An event with its full payload. */
export const ExecutionEvent = z.strictObject({
  ...eventFields,
  inputs: z.nullable(JsonValue),
  outputs: z.nullable(JsonValue),
  meta: JsonObject,
})
export type ExecutionEvent = Readonly<z.output<typeof ExecutionEvent>>

/** The beginning of a payload as JSON text, and the UTF-8 size of the whole in bytes. */
export const PayloadPreview = z.strictObject({ text: z.string(), bytes: count })
export type PayloadPreview = Readonly<z.output<typeof PayloadPreview>>

/** Maximum length of a payload preview, in characters of JSON text. */
export const PAYLOAD_PREVIEW_MAX = 400

/**
 * An event as a row of a list. The payload is truncated to a preview. What every row needs is derived once, when the
 * event is written (`server/store/prepare/deriveEvent.ts`): a headline, whether it is an error, tokens and cost.
 */
export const EventRow = z.strictObject({
  ...eventFields,
  headline: z.string(),
  is_error: z.boolean(),
  model: text,
  input_tokens: z.nullable(count),
  output_tokens: z.nullable(count),
  cost_usd: z.nullable(z.number()),
  inputs_preview: z.nullable(PayloadPreview),
  outputs_preview: z.nullable(PayloadPreview),
  cut: Cut,
})
export type EventRow = Readonly<z.output<typeof EventRow>>

export const RunFile = z.strictObject({
  run_id: RunId,
  file_id: FileId,
  node_id: z.nullable(NodeId),
  event_id: z.nullable(EventId),
  file_path: z.string(),
  file_type: Word,
  size_bytes: z.nullable(count),
  sha256: z.nullable(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  created_at: time,
  meta: JsonObject,
  /** Whether the content is stored; many writers only record that a file exists. */
  has_content: z.boolean(),
})
export type RunFile = Readonly<z.output<typeof RunFile>>

export const Message = z.strictObject({
  run_id: RunId,
  message_id: MessageId,
  node_id: z.nullable(NodeId),
  event_id: z.nullable(EventId),
  sender: text,
  recipient: text,
  content: z.string(),
  timestamp: time,
  tokens: z.nullable(count),
  meta: JsonObject,
})
export type Message = Readonly<z.output<typeof Message>>

/** A file in a list: long texts are truncated, as marked by `cut`. Request the file by its ids for the full row. */
export const FileRow = z.strictObject({ ...RunFile.shape, cut: Cut })
export type FileRow = Readonly<z.output<typeof FileRow>>
export const MessageRow = z.strictObject({ ...Message.shape, cut: Cut })
export type MessageRow = Readonly<z.output<typeof MessageRow>>
