import {
  BOUNDARY_SUBTYPES,
  BOUNDARY_TYPES,
  COLUMN_HEADLINE_MAX,
  COLUMN_NAME_MAX,
  COLUMNS_BYTES_MAX,
  type ColumnPart,
} from '#contract/columns.ts'
import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import { Timestamp } from '#contract/timestamps.ts'
import { ORDER_MISSING } from '#server/store/order.ts'
import type { BriefSlice, EventBrief } from '#server/store/ports/events.ts'
import type { PageRequest } from '#server/store/ports/page.ts'
import { clip } from '#server/store/prepare/payload.ts'
import * as z from 'zod/mini'
import { moment } from '../columns.ts'
import { EVENT_START } from './eventAggregates.ts'
import { EVENT_ORDER } from './eventOrder.ts'
import { aggregated, at, column, isFlag, isNumberOrNull, isText, isTextOrNull, isWholeOrNull } from './jsonColumns.ts'
import { countOf, pageSql } from './selectPage.ts'
import type { SqlRunner } from '../sql.ts'
import type { SqlParams } from '../SqlParams.ts'

/**
 * A numeric is exact where a float would round. Values beyond 2^53 are handled by `safe`, because a comparison here
 * takes a tenth longer.
 */
const microseconds = (time: string): string => `(extract(epoch from ${time}) * 1000000)::bigint`

const EXPRESSIONS: Readonly<Partial<Record<keyof EventBrief, string>>> = {
  started_us: microseconds(EVENT_START),
  completed_us: microseconds('completed_at'),
  agent_name: `left(agent_name, ${COLUMN_NAME_MAX})`,
  model: `left(model, ${COLUMN_NAME_MAX})`,
}

const COLUMNS = {
  run_id: column<RunId>(isText),
  node_id: column<NodeId | null>(isTextOrNull),
  event_id: column<EventId>(isText),
  parent_event_id: column<EventId | null>(isTextOrNull),
  event_type: column<string>(isText),
  event_subtype: column<string | null>(isTextOrNull),
  status: column<string | null>(isTextOrNull),
  agent_name: column<string | null>(isTextOrNull),
  model: column<string | null>(isTextOrNull),
  duration_ms: column<number | null>(isNumberOrNull),
  execution_order: column<number | null>(isWholeOrNull),
  depth: column<number | null>(isWholeOrNull),
  is_error: column<boolean>(isFlag),
  input_tokens: column<number | null>(isWholeOrNull),
  output_tokens: column<number | null>(isWholeOrNull),
  cost_usd: column<number | null>(isNumberOrNull),
  headline: column<string>(isText),
  started_us: column<number | null>(isNumberOrNull),
  completed_us: column<number | null>(isNumberOrNull),
} as const satisfies Readonly<Record<keyof EventBrief, z.core.$ZodType>>

const NAMES = namesOf(COLUMNS)
const SELECTED = NAMES.map((name) => `${EXPRESSIONS[name] ?? name} as ${name}`).join(', ')
const AGGREGATED = aggregated(NAMES)

/** The approximate size of a row in a reply; numbers are short. */
const BYTES = [
  'event_id',
  'node_id',
  'parent_event_id',
  'event_type',
  'event_subtype',
  'status',
  'agent_name',
  'model',
  'headline',
]
  .map((name) => `coalesce(octet_length(${name}), 0)`)
  .join(' + ')

const Found = z.object({
  ...COLUMNS,
  listed: z.nullable(z.int()),
  total: z.int(),
  error_total: z.int(),
  last_time_key: z.nullable(Timestamp),
})

/**
 * One page of a run's or a node's event briefs, with exact totals, in one statement. The page is returned column by
 * column.
 */
export async function selectEventBriefs(
  sql: SqlRunner,
  scope: readonly string[],
  params: SqlParams,
  part: ColumnPart,
  page: PageRequest,
): Promise<BriefSlice> {
  const from = 'execution_events'
  const source = {
    from,
    where: [...scope, ...conditions(part, params)],
    params,
    order: EVENT_ORDER,
    direction: part === 'end' ? 'descending' : 'ascending',
  } as const
  const [found] = await sql.query(
    `select ${AGGREGATED},
      ${countOf(from, scope)} as total, ${countOf(from, [...scope, 'is_error'])} as error_total,
      max(listed) as listed, ${moment(`(array_agg(time_key))[least(${page.limit}, count(*))]`)} as last_time_key
    from (
      select *, sum(own) over (rows unbounded preceding) - own as before, count(*) over () as listed
      from (select *, ${BYTES} as own from (${pageSql(source, `${SELECTED}, time_key`, page)}) page) weighed
    ) page where before < ${page.bytes ?? COLUMNS_BYTES_MAX}`,
    params.values,
    Found,
  )
  if (!found) throw new Error('an aggregate without groups answers with one row')
  const { total, error_total, listed, last_time_key } = found
  const briefs = briefsOf(found)
  const rows = briefs.slice(0, page.limit)
  const last = rows.at(-1)
  const next =
    (listed ?? 0) > rows.length && last !== undefined && last_time_key !== null
      ? [last.execution_order ?? ORDER_MISSING, last_time_key, last.event_id]
      : undefined
  return { rows, total, error_total, next }
}

function conditions(part: ColumnPart, params: SqlParams): readonly string[] {
  switch (part) {
    case 'all':
    case 'end':
      return []
    case 'errors':
      return ['is_error']
    case 'boundaries': {
      const subtypes = params.bind(BOUNDARY_SUBTYPES)
      const types = params.bind(BOUNDARY_TYPES)
      return [`(event_subtype = any(${subtypes}::text[]) or event_type = any(${types}::text[]))`]
    }
  }
}

const briefsOf = (columns: z.output<typeof Found>): readonly EventBrief[] =>
  columns.run_id.map((run_id, i) => ({
    run_id,
    node_id: at(columns.node_id, i),
    event_id: at(columns.event_id, i),
    parent_event_id: at(columns.parent_event_id, i),
    event_type: at(columns.event_type, i),
    event_subtype: at(columns.event_subtype, i),
    status: at(columns.status, i),
    agent_name: at(columns.agent_name, i),
    model: at(columns.model, i),
    duration_ms: at(columns.duration_ms, i),
    execution_order: at(columns.execution_order, i),
    depth: at(columns.depth, i),
    is_error: at(columns.is_error, i),
    input_tokens: at(columns.input_tokens, i),
    output_tokens: at(columns.output_tokens, i),
    cost_usd: at(columns.cost_usd, i),
    headline: clip(at(columns.headline, i), COLUMN_HEADLINE_MAX),
    started_us: safe(at(columns.started_us, i)),
    completed_us: safe(at(columns.completed_us, i)),
  }))

/** A time beyond 2^53 microseconds (the year 2255) was rounded on its way and is no longer valid. */
const safe = (us: number | null): number | null => (Number.isSafeInteger(us) ? us : null)

function namesOf(table: typeof COLUMNS): readonly (keyof EventBrief)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys widens; the table is a literal
  return Object.keys(table) as (keyof EventBrief)[]
}
