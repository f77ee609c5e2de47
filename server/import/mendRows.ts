import type { ExecutionEvent, Message, Session, WorkflowRun } from '#contract/entities.ts'
import { RunId, type SessionId } from '#contract/ids.ts'
import { NewEventId, NewFileId, NewMessageId, NewNodeId, NewSessionId } from '#contract/newIds.ts'
import type { NewFile } from '#server/store/ports/writer.ts'
import type * as z from 'zod/mini'
import type { Finding } from './findings.ts'
import type { OldEvent, OldFile, OldMessage, OldRun, OldSession, OldTable, RawRow } from './oldRows.ts'
import { RowMender } from './RowMender.ts'

/**
 * Converts one old row to one new row, column by column. A row with an invalid key has no place: it is reported and
 * left out, because a repaired key could be another row's. `undefined` means left out.
 */
export type Report = (finding: Finding) => void

/** Replaces a missing status or type. Not a known word, so it is shown as it is. */
const UNKNOWN = 'unknown'

/** Validates the key of a row; reports an invalid one. */
export function keyOf<Id>(
  schema: z.ZodMiniType<Id>,
  row: { readonly table: OldTable; readonly key: string; readonly run_id: string | undefined },
  raw: RawRow,
  report: Report,
): Id | undefined {
  const id = schema.safeParse(row.key)
  if (id.success) return id.data
  const reason = id.error.issues[0]?.message ?? 'the key is not a valid id'
  report({ kind: 'unusable_key', ...row, reason, row: raw })
  return undefined
}

export function mendSession(old: OldSession, report: Report): Session | undefined {
  const row = { table: 'sessions', key: old.id, run_id: undefined } as const
  const session_id = keyOf(NewSessionId, row, old.raw, report)
  if (session_id === undefined) return undefined
  const mender = new RowMender(row, report)
  return {
    session_id,
    user_id: old.user_id ?? null,
    name: old.name ?? null,
    status: mender.word('status', old.status, null),
    created_at: mender.time('created_at', old.created_at),
    last_active_at: mender.time('last_active_at', old.last_active_at),
    meta: mender.meta(old.meta),
  }
}

export function mendWorkflowRun(old: OldRun, run_id: RunId, session_id: SessionId, report: Report): WorkflowRun {
  const mender = new RowMender({ table: 'workflow_runs', key: old.id, run_id }, report)
  return {
    run_id,
    session_id,
    status: mender.word('status', old.status, UNKNOWN),
    mode: old.mode ?? null,
    agent: old.agent ?? null,
    model: old.model ?? null,
    task_description: old.task_description ?? null,
    started_at: mender.time('started_at', old.started_at),
    completed_at: mender.time('completed_at', old.completed_at),
    parent_run_id: mender.reference('parent_run_id', old.parent_run_id, RunId),
    meta: mender.meta(old.meta, {
      branch_parent_id: old.branch_parent_id,
      session_id: old.session_id === session_id ? undefined : old.session_id,
    }),
  }
}

export function mendEvent(old: OldEvent, run: WorkflowRun, report: Report): ExecutionEvent | undefined {
  const { run_id } = run
  const row = { table: 'execution_events', key: old.id, run_id } as const
  const event_id = keyOf(NewEventId, row, old.raw, report)
  if (event_id === undefined) return undefined
  const mender = new RowMender(row, report)
  return {
    run_id,
    event_id,
    node_id: mender.reference('node_id', old.node_id, NewNodeId),
    parent_event_id: mender.reference('parent_event_id', old.parent_event_id, NewEventId),
    event_type: mender.word('event_type', old.event_type, UNKNOWN),
    event_subtype: mender.word('event_subtype', old.event_subtype, null),
    agent_name: old.agent_name ?? null,
    timestamp: mender.time('timestamp', old.timestamp),
    started_at: mender.time('started_at', old.started_at),
    completed_at: mender.time('completed_at', old.completed_at),
    duration_ms: mender.number('duration_ms', old.duration_ms),
    error_message: old.error_message ?? null,
    status: mender.word('status', old.status, null),
    execution_order: mender.integer('execution_order', old.execution_order),
    depth: mender.integer('depth', old.depth),
    inputs: mender.json('inputs', old.inputs),
    outputs: mender.json('outputs', old.outputs),
    meta: mender.meta(old.meta, {
      step_id: old.step_id,
      agent_role: old.agent_role,
      session_id: old.session_id === run.session_id ? undefined : old.session_id,
    }),
  }
}

export function mendFile(
  old: OldFile,
  content: Uint8Array<ArrayBuffer> | undefined,
  run_id: RunId,
  report: Report,
): NewFile | undefined {
  const row = { table: 'files', key: old.id, run_id } as const
  const file_id = keyOf(NewFileId, row, old.raw, report)
  if (file_id === undefined) return undefined
  const mender = new RowMender(row, report)
  return {
    run_id,
    file_id,
    node_id: mender.reference('node_id', old.node_id, NewNodeId),
    event_id: mender.reference('event_id', old.event_id, NewEventId),
    file_path: old.file_path ?? '',
    file_type: mender.word('file_type', old.file_type, 'other'),
    size_bytes: content ? content.length : mender.integer('size_bytes', old.size_bytes, 0),
    // Old rows have no hash, and a store computes its own.
    sha256: null,
    created_at: mender.time('created_at', old.created_at),
    meta: mender.meta(old.meta),
    content,
  }
}

export function mendMessage(old: OldMessage, run_id: RunId, report: Report): Message | undefined {
  const row = { table: 'messages', key: old.id, run_id } as const
  const message_id = keyOf(NewMessageId, row, old.raw, report)
  if (message_id === undefined) return undefined
  const mender = new RowMender(row, report)
  return {
    run_id,
    message_id,
    node_id: mender.reference('node_id', old.node_id, NewNodeId),
    event_id: mender.reference('event_id', old.event_id, NewEventId),
    sender: old.sender ?? null,
    recipient: old.recipient ?? null,
    content: old.content ?? '',
    timestamp: mender.time('timestamp', old.timestamp),
    tokens: mender.integer('tokens', old.tokens, 0),
    meta: mender.meta(old.meta),
  }
}
