import * as z from 'zod/mini'
import { RunId } from '#contract/ids.ts'
import { RunRow } from '#contract/summaries.ts'
import type { Sql } from '../sql.ts'

/** The fields of a run that are counted here. */
export const COUNTED = {
  node_count: true,
  event_count: true,
  error_count: true,
  file_count: true,
  message_count: true,
} as const
const RunCounts = z.pick(RunRow, COUNTED)
type RunCounts = Readonly<z.output<typeof RunCounts>>

const NONE: RunCounts = { node_count: 0, event_count: 0, error_count: 0, file_count: 0, message_count: 0 }

const counted = (name: keyof RunCounts, table: string, condition = 'true'): string =>
  `left join (
    select run_id, count(*) as ${name} from ${table} where run_id = any($1::uuid[]) and ${condition} group by run_id
  ) ${name}s using (run_id)`

/** Errors are counted apart from events, for they have an index of their own and events one without that column. */
const COUNTS = `
  select run_id, ${Object.keys(COUNTED)
    .map((name) => `coalesce(${name}, 0) as ${name}`)
    .join(', ')}
  from unnest($1::uuid[]) as asked (run_id)
  ${counted('node_count', 'dag_nodes')}
  ${counted('event_count', 'execution_events')}
  ${counted('error_count', 'execution_events', 'is_error')}
  ${counted('file_count', 'files')}
  ${counted('message_count', 'messages')}`

/**
 * How many rows each of some runs has. Each table is read once and grouped, however many runs are asked for: where the
 * database has not been vacuumed for a while, a count for each run by itself may read a whole table for each.
 */
export async function countRowsOfRuns(sql: Sql, run_ids: readonly RunId[]): Promise<(run_id: RunId) => RunCounts> {
  const rows = run_ids.length === 0 ? [] : await sql.query(COUNTS, [run_ids], z.extend(RunCounts, { run_id: RunId }))
  const counts = new Map(rows.map(({ run_id, ...own }) => [run_id, own]))
  return (run_id) => counts.get(run_id) ?? NONE
}
