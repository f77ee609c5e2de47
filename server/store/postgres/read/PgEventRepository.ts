import * as z from 'zod/mini'
import type { ColumnPart } from '#contract/columns.ts'
import { EVENT_CUTS, PAGE_BYTES_MAX } from '#contract/cuts.ts'
import type { EventRow, ExecutionEvent } from '#contract/entities.ts'
import { type EventId, type NodeRef, RunId } from '#contract/ids.ts'
import { EVENT_TREE_MAX } from '#contract/scoped.ts'
import type { BriefSlice, EventFilter, EventRepository, EventTree } from '#server/store/ports/events.ts'
import type { PageRequest, Slice } from '#server/store/ports/page.ts'
import { isRepetitive } from './isRepetitive.ts'
import { compareKeys, eventKey } from '#server/store/order.ts'
import { EVENT_COLUMNS, EVENT_ROW_COLUMNS, previewText } from '../columns.ts'
import { containsText } from './containsText.ts'
import { cutSelect, cutting, namesOf } from './cutSelect.ts'
import { selectEventBriefs } from './eventBriefs.ts'
import { EVENT_ORDER } from './eventOrder.ts'
import { EventListRow, WholeEventRow } from './rowSchemas.ts'
import { inNode, inRun } from './scopeConditions.ts'
import { fittingSql, selectPage } from './selectPage.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'

/**
 * Maximum number of rows walked, nearest first, before the nearest `EVENT_TREE_MAX` are taken. Bounds the work for any
 * data.
 */
const WALK_MAX = 10 * EVENT_TREE_MAX

/**
 * An event has one parent, so the only way back into its own tree is through the root: excluding the root breaks every
 * cycle, and each event is visited once. The walk goes level by level and stops once its reader has enough rows.
 * `offset 0` makes the planner look children up in their index instead of joining each level with the whole run.
 */
const TREE = `
  with recursive walk (run_id, event_id, level) as (
    select run_id, event_id, 0 from execution_events where run_id = $1::uuid and event_id = $2::text
    union all
    select child.run_id, child.event_id, walk.level + 1
    from walk
    cross join lateral (
      select run_id, event_id from execution_events
      where run_id = walk.run_id and parent_event_id = walk.event_id and event_id <> $2::text
      offset 0
    ) child
  ),
  reached as (select * from walk limit ${WALK_MAX})
  ${fittingSql(
    cutSelect(
      namesOf(EventListRow),
      EVENT_CUTS,
      `select ${EVENT_ROW_COLUMNS}
      from execution_events
      join reached using (run_id, event_id)
      order by reached.level, order_key, time_key, event_id
      limit ${EVENT_TREE_MAX + 1}`,
    ),
    { bytes: PAGE_BYTES_MAX },
  )}`

export class PgEventRepository implements EventRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  listEventsForNodeInRun(ref: NodeRef, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>> {
    const params = new SqlParams()
    return this.#list(inNode(ref, params), params, filter, page)
  }

  listEventsForRun(run_id: RunId, filter: EventFilter, page: PageRequest): Promise<Slice<EventRow>> {
    const params = new SqlParams()
    return this.#list(inRun(run_id, params), params, filter, page)
  }

  listEventBriefsForNodeInRun(ref: NodeRef, part: ColumnPart, page: PageRequest): Promise<BriefSlice> {
    const params = new SqlParams()
    return selectEventBriefs(this.#sql, inNode(ref, params), params, part, page)
  }

  listEventBriefsForRun(run_id: RunId, part: ColumnPart, page: PageRequest): Promise<BriefSlice> {
    const params = new SqlParams()
    return selectEventBriefs(this.#sql, inRun(run_id, params), params, part, page)
  }

  async findEvent(run_id: RunId, event_id: EventId): Promise<ExecutionEvent | undefined> {
    const [found] = await this.#sql.query(
      `select to_json(found) as row from (
        select ${EVENT_COLUMNS} from execution_events where run_id = $1::uuid and event_id = $2::text
      ) found`,
      [run_id, event_id],
      z.object({ row: WholeEventRow }),
    )
    return found?.row
  }

  async getEventTree(run_id: RunId, event_id: EventId): Promise<EventTree> {
    const [found] = await this.#sql.query(
      TREE,
      [run_id, event_id],
      z.object({ listed: z.int(), rows: z.array(cutting(EventListRow, EVENT_CUTS)) }),
    )
    const nearest = found?.rows ?? []
    const rows = nearest.slice(0, EVENT_TREE_MAX).sort((a, b) => compareKeys(eventKey(a), eventKey(b)))
    return { rows, truncated: (found?.listed ?? 0) > rows.length }
  }

  async runsOfEvent(event_id: EventId, limit: number): Promise<readonly RunId[]> {
    const found = await this.#sql.query(
      'select run_id from execution_events where event_id = $1::text order by run_id limit $2::bigint',
      [event_id, limit],
      z.object({ run_id: RunId }),
    )
    return found.map(({ run_id }) => run_id)
  }

  async #list(
    scope: readonly string[],
    params: SqlParams,
    filter: EventFilter,
    page: PageRequest,
  ): Promise<Slice<EventRow>> {
    const query = {
      from: 'execution_events',
      columns: EVENT_ROW_COLUMNS,
      where: [...scope, ...conditions(filter, params)],
      params,
      order: EVENT_ORDER,
      direction: 'ascending',
      row: EventListRow,
      cuts: EVENT_CUTS,
      keyOf: eventKey,
    } as const
    return await selectPage(this.#sql, query, page)
  }
}

const SEARCHED = ['headline', 'agent_name', 'event_type', 'error_message']

function conditions(filter: EventFilter, params: SqlParams): readonly string[] {
  const where: string[] = []
  if (filter.event_type !== undefined) where.push(`event_type = any(${params.bind(filter.event_type)}::text[])`)
  if (filter.agent !== undefined) where.push(`agent_name = ${params.bind(filter.agent)}::text`)
  if (filter.errors !== undefined) where.push('is_error')
  if (filter.q !== undefined) {
    const places = [...SEARCHED, previewText('inputs'), previewText('outputs')]
    where.push(containsText(params.bind(filter.q), places, isRepetitive(filter.q)))
  }
  return where
}
