import type { EventRow, ExecutionEvent } from '#contract/entities.ts'
import type { ColumnPart } from '#contract/columns.ts'
import type { EventId, NodeRef, RunId } from '#contract/ids.ts'
import type { EventType } from '#contract/words.ts'
import type { PageRequest, Slice } from './page.ts'

export type EventFilter = {
  readonly event_type?: readonly EventType[] | undefined
  readonly agent?: string | undefined
  /** Matched against the headline, agent, type, error message and both previews. ASCII case is ignored. */
  readonly q?: string | undefined
  readonly errors?: 'true' | undefined
}

/** The fields of an event that a timeline or a list shows; `started_us` and `completed_us` as in `EventColumns`. */
export type EventBrief = Pick<
  EventRow,
  | 'run_id'
  | 'node_id'
  | 'event_id'
  | 'parent_event_id'
  | 'event_type'
  | 'event_subtype'
  | 'status'
  | 'agent_name'
  | 'model'
  | 'duration_ms'
  | 'execution_order'
  | 'depth'
  | 'is_error'
  | 'input_tokens'
  | 'output_tokens'
  | 'cost_usd'
  | 'headline'
> & { readonly started_us: number | null; readonly completed_us: number | null }

/** `total` and `error_total` count the whole scope, whichever part was requested. */
export type BriefSlice = Slice<EventBrief> & { readonly error_total: number }

export type EventTree = { readonly rows: readonly EventRow[]; readonly truncated: boolean }

export interface EventRepository {
  /** Sorted by execution_order (missing last), time, event_id. */
  listEventsForNodeInRun(ref: NodeRef, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>>
  /** The same for the whole run, including events without a node. */
  listEventsForRun(run_id: RunId, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>>
  /**
   * Events with only the fields that a timeline or a list shows, in list order, or backwards for the part `end`. A page
   * may have up to `COLUMN_ROWS_MAX` rows.
   */
  listEventBriefsForNodeInRun(ref: NodeRef, part: ColumnPart, page: PageRequest): Promise<BriefSlice>
  /** The same for the whole run, including events without a node. */
  listEventBriefsForRun(run_id: RunId, part: ColumnPart, page: PageRequest): Promise<BriefSlice>
  findEvent(run_id: RunId, event_id: EventId): Promise<ExecutionEvent | undefined>
  /**
   * The event and its descendants within the run, in execution order; at most `EVENT_TREE_MAX` of them, nearest first.
   * Each event appears once, even if the parents form a cycle. Empty if the run has no such event.
   */
  getEventTree(run_id: RunId, event_id: EventId): Promise<EventTree>
  /** At most `limit` runs that have an event with this id, by run_id. */
  runsOfEvent(event_id: EventId, limit: number): Promise<readonly RunId[]>
}
