import type { ColumnPart } from '#contract/columns.ts'
import { EVENT_CUTS, PAGE_BYTES_MAX } from '#contract/cuts.ts'
import type { EventRow, ExecutionEvent } from '#contract/entities.ts'
import type { EventId, NodeRef, RunId } from '#contract/ids.ts'
import { EVENT_TREE_MAX } from '#contract/scoped.ts'
import type { BriefSlice, EventFilter, EventRepository, EventTree } from '../ports/events.ts'
import type { PageRequest, Slice } from '../ports/page.ts'
import { cutRow } from '../read/cutRow.ts'
import { compareKeys, eventKey } from '../order.ts'
import { containsText } from './containsText.ts'
import { pageOfBriefs } from './eventBriefs.ts'
import { eventsOf, type MemoryData, type MemoryEvent, ofNode } from './memoryData.ts'
import { fitting, pageOfRows } from './pageOfRows.ts'

export class MemoryEventRepository implements EventRepository {
  readonly #data: MemoryData

  constructor(data: MemoryData) {
    this.#data = data
  }

  async listEventsForNodeInRun(ref: NodeRef, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>> {
    return pageOfRows(ofNode(this.#rows(ref.run_id, filter), ref), eventKey, 'ascending', page, EVENT_CUTS)
  }

  async listEventsForRun(run_id: RunId, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>> {
    return pageOfRows(this.#rows(run_id, filter), eventKey, 'ascending', page, EVENT_CUTS)
  }

  async listEventBriefsForNodeInRun(ref: NodeRef, part: ColumnPart, page: PageRequest): Promise<BriefSlice> {
    return pageOfBriefs(ofNode(this.#rows(ref.run_id, {}), ref), part, page)
  }

  async listEventBriefsForRun(run_id: RunId, part: ColumnPart, page: PageRequest): Promise<BriefSlice> {
    return pageOfBriefs(this.#rows(run_id, {}), part, page)
  }

  async findEvent(run_id: RunId, event_id: EventId): Promise<ExecutionEvent | undefined> {
    return this.#data.runs.get(run_id)?.events.get(event_id)?.event
  }

  async getEventTree(run_id: RunId, event_id: EventId): Promise<EventTree> {
    const children = new Map<EventId | null, EventRow[]>()
    const rows: EventRow[] = []
    for (const { row } of eventsOf(this.#data, run_id)) {
      const siblings = children.get(row.parent_event_id)
      // An event has one parent, so the only way back into its own tree is through the root: excluding the root breaks
      // every cycle.
      if (row.event_id === event_id) rows.push(row)
      else if (siblings) siblings.push(row)
      else children.set(row.parent_event_id, [row])
    }
    if (rows.length === 0) return { rows, truncated: false }
    // Level by level, so that the nearest are kept if there are too many.
    let level: readonly EventRow[] = rows
    while (level.length > 0 && rows.length <= EVENT_TREE_MAX) {
      level = level.flatMap((row) => children.get(row.event_id) ?? []).sort(inOrder)
      for (const row of level) rows.push(row)
    }
    const nearest = rows.slice(0, EVENT_TREE_MAX).map((row) => cutRow(row, EVENT_CUTS))
    const shown = nearest.slice(0, fitting(nearest, PAGE_BYTES_MAX))
    return { rows: shown.sort(inOrder), truncated: rows.length > shown.length }
  }

  async runsOfEvent(event_id: EventId, limit: number): Promise<readonly RunId[]> {
    const having = [...this.#data.runs].flatMap(([run_id, { events }]) => (events.has(event_id) ? [run_id] : []))
    return having.sort().slice(0, limit)
  }

  #rows(run_id: RunId, filter: EventFilter): readonly EventRow[] {
    return eventsOf(this.#data, run_id)
      .filter((event) => matches(filter, event))
      .map(({ row }) => row)
  }
}

const inOrder = (a: EventRow, b: EventRow): number => compareKeys(eventKey(a), eventKey(b))

function matches(filter: EventFilter, { event, row }: MemoryEvent): boolean {
  return (
    (filter.event_type === undefined || filter.event_type.some((type) => type === row.event_type)) &&
    (filter.agent === undefined || row.agent_name === filter.agent) &&
    (filter.errors === undefined || row.is_error) &&
    (filter.q === undefined ||
      containsText(filter.q, [
        row.headline,
        row.agent_name,
        row.event_type,
        event.error_message,
        row.inputs_preview?.text,
        row.outputs_preview?.text,
      ]))
  )
}
