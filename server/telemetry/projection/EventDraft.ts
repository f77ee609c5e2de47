import type { ExecutionEvent } from '#contract/entities.ts'
import type { EventType } from '#contract/words.ts'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { JsonObject, JsonValue } from '#contract/json.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { clip } from '#server/store/prepare/payload.ts'
import { bounded } from './payloads.ts'

/** Where an event belongs. */
export type EventPlace = {
  readonly run_id: RunId
  readonly node_id: NodeId | null
  readonly agent_name: string | null
  readonly parent_event_id: EventId | null
}

/**
 * An event before its order index is known. Times are microseconds. Create drafts with all fields in one literal:
 * spreading a copy takes many times the memory, and a run has one or two drafts per span.
 */
export type EventDraft = {
  readonly place: EventPlace
  readonly event_id: EventId
  readonly event_type: EventType
  readonly event_subtype: string | null
  /** The time to sort by, and whether it is the end of something. */
  readonly at: number
  readonly isEnd: boolean
  readonly started: number
  /** Undefined if the row has no end; null if the end is still to come. */
  readonly ended: number | null | undefined
  readonly status: string
  readonly error: string | undefined
  readonly inputs: JsonValue | null
  readonly outputs: JsonValue | null
  readonly meta: JsonObject
}

const ERROR_MAX = 64 * 1024

export function finishEvent(draft: EventDraft, depth: number, execution_order: number): ExecutionEvent {
  const { event_id, event_type, event_subtype, status } = draft
  const { run_id, node_id, agent_name, parent_event_id } = draft.place
  const { inputs, outputs, meta } = bounded(draft)
  const ended = draft.ended ?? null
  const started_at = timestampOf(draft.started)
  const completed_at = ended === null ? null : timestampOf(ended)
  return {
    run_id,
    event_id,
    node_id,
    parent_event_id,
    event_type,
    event_subtype,
    agent_name,
    timestamp: draft.isEnd ? timestampOf(draft.at) : (completed_at ?? timestampOf(draft.at)),
    started_at,
    completed_at,
    duration_ms: ended === null ? null : (ended - draft.started) / 1000,
    error_message: draft.error === undefined ? null : clip(draft.error, ERROR_MAX),
    status,
    execution_order,
    depth,
    inputs,
    outputs,
    meta,
  }
}
