import type { EventRow, ExecutionEvent } from '#contract/entities.ts'
import type { ColumnPart } from '#contract/columns.ts'
import type { EventId, NodeRef, RunId } from '#contract/ids.ts'
import type { EventType } from '#contract/words.ts'
import type { PageRequest, Slice } from './page.ts'

export type EventFilter = {
  readonly event_type?: readonly EventType[] | undefined
  readonly agent?: string | undefined
  /** Found in the headline, agent, type, error message or either preview; ASCII case is ignored. */
  readonly q?: string | undefined
  readonly errors?: 'true' | undefined
}

/** What a timeline or a list draws of an event; `started_us` and `completed_us` as `EventColumns` has them. */
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
  | 'headline'
> & { readonly started_us: number | null; readonly completed_us: number | null }

/** `total` and `error_total` count the whole scope, whatever the part. */
export type BriefSlice = Slice<EventBrief> & { readonly error_total: number }

export type EventTree = { readonly rows: readonly EventRow[]; readonly truncated: boolean }

export interface EventRepository {
  /** By execution_order (missing last), time, event_id. */
  listEventsForNodeInRun(ref: NodeRef, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>>
  /** The same, for the whole run, also the events without a node. */
  listEventsForRun(run_id: RunId, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>>
  /**
   * Events with only what a timeline or a list draws, in the order of the lists, or backwards for the part `end`. The
   * page may ask for up to `COLUMN_ROWS_MAX` rows.
   */
  listEventBriefsForNodeInRun(ref: NodeRef, part: ColumnPart, page: PageRequest): Promise<BriefSlice>
  /** The same, for the whole run, also the events without a node. */
  listEventBriefsForRun(run_id: RunId, part: ColumnPart, page: PageRequest): Promise<BriefSlice>
  findEvent(run_id: RunId, event_id: EventId): Promise<ExecutionEvent | undefined>
  /**
   * The event and its descendants within the run, in execution order, at most `EVENT_TREE_MAX` of them, nearest first. Each event
   * once, also where the parents form a cycle. Empty where the run has no such event.
   */
  getEventTree(run_id: RunId, event_id: EventId): Promise<EventTree>
  /** The runs that have an event of this id, by run_id, at most `limit` of them. */
  runsOfEvent(event_id: EventId, limit: number): Promise<readonly RunId[]>
}
