import * as z from 'zod/mini'
import { RunId } from '#contract/ids.ts'
import { RunRow } from '#contract/summaries.ts'
import type { Sql } from '../sql.ts'

/** The counted fields of a run. */
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

/** Errors are counted separately, because they have an index of their own and the index of events lacks that column. */
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
 * Row counts of the given runs. Each table is read once and grouped, however many runs there are: in a database that
 * has not been vacuumed for a while, counting each run separately may scan a whole table per run.
 */
export async function countRowsOfRuns(sql: Sql, run_ids: readonly RunId[]): Promise<(run_id: RunId) => RunCounts> {
  const rows = run_ids.length === 0 ? [] : await sql.query(COUNTS, [run_ids], z.extend(RunCounts, { run_id: RunId }))
  const counts = new Map(rows.map(({ run_id, ...own }) => [run_id, own]))
  return (run_id) => counts.get(run_id) ?? NONE
}
