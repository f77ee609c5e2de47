import * as z from 'zod/mini'
import { ERROR_PREVIEW_MAX } from '#contract/cuts.ts'
import type { NodeRef, RunId } from '#contract/ids.ts'
import type { RunOverview } from '#contract/runOverview.ts'
import { ExecutionSummary, SUMMARY_ERRORS_MAX, TALLY_CHARACTERS_MAX, TALLY_WORDS_MAX } from '#contract/summaries.ts'
import type { SummaryRepository } from '#server/store/ports/summaries.ts'
import { CALL_KINDS } from '#server/store/prepare/callKinds.ts'
import { errorPreview } from '#server/store/prepare/deriveEvent.ts'
import { wallTime } from '#server/store/prepare/eventTimes.ts'
import { errorColumn, moment } from '../columns.ts'
import {
  BUSY_MS,
  coveredBy,
  EVENT_BEGAN,
  EVENT_END,
  EVENT_ENDED,
  EVENT_START,
  MODEL_FIGURES,
  wholeSum,
} from './eventAggregates.ts'
import { inNode, inRun } from './scopeConditions.ts'
import type { Sql } from '../sql.ts'
import { SqlParams } from '../SqlParams.ts'
import { selectOverview } from './selectOverview.ts'
import { tallyOf } from './tallyOf.ts'

/** What the database counts. Durations and the success rate are computed from it. */
const Counted = z.object({
  ...z.omit(ExecutionSummary, { timing: true, success: true }).shape,
  timing: z.omit(ExecutionSummary.shape.timing, { duration_ms: true }),
  success: z.omit(ExecutionSummary.shape.success, { rate: true }),
})

export class PgSummaryRepository implements SummaryRepository {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  summarizeNode(ref: NodeRef): Promise<ExecutionSummary> {
    const params = new SqlParams()
    return this.#summarize('dag_nodes', inNode(ref, params), params)
  }

  summarizeRun(run_id: RunId): Promise<ExecutionSummary> {
    const params = new SqlParams()
    return this.#summarize('workflow_runs', inRun(run_id, params), params)
  }

  overviewOfRun(run_id: RunId): Promise<RunOverview> {
    return selectOverview(this.#sql, run_id)
  }

  async #summarize(
    owner: 'dag_nodes' | 'workflow_runs',
    scope: readonly string[],
    params: SqlParams,
  ): Promise<ExecutionSummary> {
    const [found] = await this.#sql.query(summarySql(owner, scope.join(' and ')), params.values, Counted)
    if (!found) throw new Error('a select without from answers with one row')
    const { timing, success, errors } = found
    return {
      ...found,
      errors: {
        ...errors,
        first: errors.first.map((error) => ({ ...error, error_message: errorPreview(error.error_message) })),
      },
      timing: { ...timing, duration_ms: wallTime(timing.started_at, timing.completed_at) },
      success: { ...success, rate: success.finished === 0 ? null : success.succeeded / success.finished },
    }
  }
}

/**
 * One statement, hence one snapshot. `e` has the columns that are counted, without texts that are only displayed: it is
 * written once and read many times, from disk if it exceeds the memory of a statement.
 */
const summarySql = (owner: 'dag_nodes' | 'workflow_runs', where: string): string => `
  with e as materialized (
    select event_type, event_subtype, left(agent_name, ${TALLY_CHARACTERS_MAX}) as agent_name, "timestamp", started_at, completed_at, duration_ms, status, is_error,
      left(model, ${TALLY_CHARACTERS_MAX}) as model, input_tokens, output_tokens, cost_usd
    from execution_events where ${where}
  ),
  figures as (select ${MODEL_FIGURES} from e),
  calls as (${CALLS}),
  own as (select started_at, completed_at from ${owner} where ${where})
  select
    json_build_object('total', (select count(*) from e),
      'by_type', ${tallyOf('event_type', 'e')}, 'by_status', ${tallyOf('status', 'e')}) as events,
    ${AGENTS} as agents,
    json_build_object(${Object.entries(CALL_KINDS)
      .map(([kind, type]) => `'${kind}', ${callsOf(type)}`)
      .join(', ')}) as calls,
    ${tallyOf('model', 'e', 'model is not null')} as models,
    (select json_build_object('total', count(*), 'size_bytes', coalesce(${wholeSum('size_bytes')}, 0),
      'by_type', ${tallyOf('file_type', 'files', where)}) from files where ${where}) as files,
    (select json_build_object('total', count(*), 'tokens', ${wholeSum('tokens')}) from messages where ${where}) as messages,
    (select json_build_object(
      'started_at', ${moment(`coalesce((select started_at from own), min(${EVENT_START}))`)},
      'completed_at', ${moment(`coalesce((select completed_at from own), max(${EVENT_END}))`)},
      'busy_ms', (${BUSY})) from e) as timing,
    (select json_build_object('input', input_tokens, 'output', output_tokens, 'cost_usd', cost_usd) from figures) as tokens,
    json_build_object('total', (select count(*) from e where is_error), 'first', ${firstErrors(where)}) as errors,
    (select json_build_object('finished', count(*),
      'succeeded', count(*) filter (where status = 'completed' and not is_error))
      from e where status in ('completed', 'failed', 'error', 'timeout')) as success`

/** Calls by agent and type, see `CallsByKind` of the contract. */
const CALLS = `
    select agent_name, event_type, total, least(failed, total) as failed
    from (
      select agent_name, event_type, failed,
        whole + case when starts + ends > 0 then greatest(starts, ends) when event_type = 'llm_call' then messages else 0 end as total
      from (
        select agent_name, event_type,
          count(*) filter (where coalesce(event_subtype, '') not in ('start', 'complete', 'error', 'message')) as whole,
          count(*) filter (where event_subtype = 'start') as starts,
          count(*) filter (where event_subtype in ('complete', 'error')) as ends,
          count(*) filter (where event_subtype = 'message') as messages,
          count(*) filter (where is_error and event_subtype is distinct from 'start') as failed
        from e where event_type in (${Object.values(CALL_KINDS)
          .map((type) => `'${type}'`)
          .join(', ')})
        group by agent_name, event_type
      ) recorded
    ) counted`

const callsOf = (event_type: string): string => `(select json_build_object('total', coalesce(sum(total), 0)::bigint,
      'failed', coalesce(sum(failed), 0)::bigint) from calls where event_type = '${event_type}')`

/** Events and calls per agent, most first. */
const AGENTS = `(select coalesce(json_agg(json_build_object('agent_name', agent_name, 'events', events,
      'calls', coalesce(calls, 0), 'errors', errors) order by events desc, agent_name collate "C" nulls last), '[]')
    from (
      select agent_name, count(*) as events, count(*) filter (where is_error) as errors,
        (select sum(total) from calls where calls.agent_name is not distinct from e.agent_name)::bigint as calls
      from e group by agent_name order by events desc, agent_name collate "C" nulls last limit ${TALLY_WORDS_MAX}
    ) agents)`

const BUSY = `select ${BUSY_MS} from (
        select began, ended, ${coveredBy()}
        from (select ${EVENT_BEGAN} as began, ${EVENT_ENDED} as ended from e) bounded where ended >= began
      ) spans`

const firstErrors = (where: string): string => `(select coalesce(json_agg(first_errors), '[]') from (
      select event_id, node_id, event_type, left(agent_name, ${TALLY_CHARACTERS_MAX}) as agent_name, headline, ${errorColumn(ERROR_PREVIEW_MAX)},
        ${moment('"timestamp"')} as "timestamp"
      from execution_events where ${where} and is_error order by order_key, time_key, event_id limit ${SUMMARY_ERRORS_MAX}
    ) first_errors)`
