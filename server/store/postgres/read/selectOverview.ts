import type { RunId } from '#contract/ids.ts'
import { BREAKDOWN_ROWS_MAX, OVERVIEW_CALLS_MAX, RunOverview } from '#contract/runOverview.ts'
import { TALLY_CHARACTERS_MAX } from '#contract/summaries.ts'
import { CALL_KINDS } from '#server/store/prepare/callKinds.ts'
import { EMPTY_OUTPUTS } from '#server/store/prepare/emptyOutputs.ts'
import { moment, previewText } from '../columns.ts'
import {
  BUSY_MS,
  coveredBy,
  EVENT_BEGAN,
  EVENT_END,
  EVENT_ENDED,
  fractionSum,
  HAS_FIGURES,
  MODEL_CALL,
  wholeSum,
} from './eventAggregates.ts'
import type { SqlRunner } from '../sql.ts'

/** A run's overview, in one statement. */
export async function selectOverview(sql: SqlRunner, run_id: RunId): Promise<RunOverview> {
  const [found] = await sql.query(OVERVIEW, [run_id], RunOverview)
  if (!found) throw new Error('a select without from answers with one row')
  return found
}

const texts = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ')
const IS_CALL = `event_type in (${texts(Object.values(CALL_KINDS))})`
const ORDER = 'order_key, time_key, event_id'
const TOKENS =
  'case when coalesce(input_tokens, output_tokens) is not null then coalesce(input_tokens, 0) + coalesce(output_tokens, 0) end'

const SUMS = {
  events: (filter: string) => `(sum(events) ${filter})::bigint`,
  errors: (filter: string) => `(sum(errors) ${filter})::bigint`,
  input_tokens: (filter: string) => wholeSum('input_tokens', `sum(input_tokens) ${filter}`),
  output_tokens: (filter: string) => wholeSum('output_tokens', `sum(output_tokens) ${filter}`),
  cost_usd: (filter: string) => fractionSum(`sum(cost_usd) ${filter}`),
} as const

const json = (fields: readonly (readonly [string, string])[]): string =>
  `json_build_object(${fields.map(([name, value]) => `'${name}', ${value}`).join(', ')})`

const FIGURES = ['events', 'errors', 'busy_ms', 'input_tokens', 'output_tokens', 'cost_usd'].map(
  (name) => [name, name] as const,
)

/** The events by one column of `e`, each group with its sums and the union of its intervals. */
function breakdownBy(
  key: string,
  {
    where = 'true',
    scope = [],
  }: { readonly where?: string; readonly scope?: readonly (readonly [string, string])[] } = {},
) {
  const others = `filter (where place > ${BREAKDOWN_ROWS_MAX})`
  const rest = Object.entries(SUMS).map(([name, of]) => [name, of(others)] as const)
  return `(select json_build_object(
      'rows', coalesce(json_agg(${json([...scope, [key, key], ...FIGURES])} order by place) filter (where place <= ${BREAKDOWN_ROWS_MAX}), '[]'),
      'rest', case when count(*) > ${BREAKDOWN_ROWS_MAX} then ${json([['groups', `count(*) ${others}`], ...rest])} end)
    from (
      select *, row_number() over (order by cost_usd desc nulls last, ${TOKENS} desc nulls last,
        busy_ms desc nulls last, events desc, ${key} collate "C" nulls last) as place
      from (
        select ${key}, count(*) as events, count(*) filter (where is_error) as errors,
          sum(input_tokens) filter (where counts) as input_tokens, sum(output_tokens) filter (where counts) as output_tokens,
          ${fractionSum('sum(cost_usd) filter (where counts)')} as cost_usd,
          ${BUSY_MS} as busy_ms
        from (
          select *, ${coveredBy(key)} from e where ${where}
        ) covered
        group by ${key}
      ) summed
    ) ranked)`
}

/** The first calls in an order. Headlines are long, and read for these only. */
const callsBy = (order: string, where: string): string => `(select coalesce(json_agg(json_build_object(
      'run_id', run_id, 'event_id', event_id, 'node_id', node_id, 'event_type', event_type, 'agent_name', agent_name,
      'model', model, 'is_error', is_error, 'input_tokens', input_tokens, 'output_tokens', output_tokens, 'cost_usd', cost_usd,
      'headline', (select headline from execution_events whole where whole.run_id = call.run_id and whole.event_id = call.event_id),
      'duration_ms', case when ended >= began then (extract(epoch from ended - began) * 1000)::double precision end
    ) order by place), '[]')
    from (
      select *, row_number() over (order by ${order}, ${ORDER}) as place from e where ${where}
      order by place limit ${OVERVIEW_CALLS_MAX}
    ) call)`

/**
 * `e` has the columns that are counted, without texts that are only displayed, and in `counts` whether the figures of the
 * event count. It is written once and read several times.
 */
const OVERVIEW = `
  with e as materialized (
    select run_id, event_id, node_id, parent_event_id, event_type, left(agent_name, ${TALLY_CHARACTERS_MAX}) as agent_name,
      left(model, ${TALLY_CHARACTERS_MAX}) as model, is_error, input_tokens, output_tokens, cost_usd, ${ORDER.replace(', event_id', '')},
      ${EVENT_BEGAN} as began, ${EVENT_ENDED} as ended,
      case when bool_or(${MODEL_CALL}) over () then ${MODEL_CALL} else ${HAS_FIGURES} end as counts
    from execution_events where run_id = $1::uuid
  )
  select ${breakdownBy('node_id', { scope: [['run_id', '$1::uuid']] })} as by_node,
    ${breakdownBy('agent_name')} as by_agent,
    ${breakdownBy('model', { where: '(model is not null or counts)' })} as by_model,
    ${callsBy(
      'ended - began desc',
      `ended >= began and ${IS_CALL} and not exists (
        select from e as part where part.parent_event_id = e.event_id and part.event_id <> e.event_id and part.${IS_CALL})`,
    )} as slowest,
    ${callsBy(`cost_usd desc nulls last, ${TOKENS} desc`, `counts and (cost_usd > 0 or ${TOKENS} > 0)`)} as dearest,
    (select json_build_object('run_id', run_id, 'event_id', event_id, 'node_id', node_id, 'at', ${moment('ended_at')})
      from (
        select run_id, event_id, node_id, ${EVENT_END} as ended_at
        from execution_events
        where run_id = $1::uuid and ${IS_CALL} and not is_error and ${previewText('outputs')} not in (${texts(EMPTY_OUTPUTS)})
        order by ${EVENT_END} desc nulls last, depth nulls last, order_key desc, time_key desc, event_id desc limit 1
      ) latest) as last_output,
    (select json_build_object('run_id', run_id, 'message_id', message_id, 'node_id', node_id, 'at', ${moment('sent')})
      from (
        select run_id, message_id, node_id, "timestamp" as sent from messages where run_id = $1::uuid
        order by "timestamp" desc nulls last, message_id desc limit 1
      ) latest) as last_message`
