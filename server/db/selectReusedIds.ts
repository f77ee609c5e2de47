import * as z from 'zod/mini'
import { type IntegrityReport, REUSED_IDS_MAX, ReusedId } from '#contract/integrity.ts'
import { patientQuery } from './patientQuery.ts'
import type { Sql } from './sql.ts'

/**
 * `reusedIds` of server/integrity in SQL, so that only the rows of the report leave the database. Runs with as many
 * events of an id are put together first: the median is then the first number of events up to which half of the runs
 * lie, and the first of its runs is the typical one. One pass without a join, for no plan is good where the database
 * knows nothing of what the lists hold.
 */
const REUSED_IDS = `
  with alike as (
    select node_id, events, count(*)::integer as runs, sum(files) as files, sum(messages) as messages,
      min(run_id::text collate "C") as first_run_id
    from run_audits, unnest(node_ids, node_events, node_files, node_messages) as own (node_id, events, files, messages)
    group by node_id, events
  ), placed as (
    select *, sum(runs) over (partition by node_id order by events) as runs_so_far,
      sum(runs) over (partition by node_id) as runs_in_all
    from alike
  ), reused as (
    select node_id, sum(runs) as runs, sum(runs::bigint * events)::bigint as events, sum(files)::bigint as files,
      sum(messages)::bigint as messages,
      json_build_object(
        'minimum', min(events),
        'median', min(events) filter (where runs_so_far * 2 >= runs_in_all),
        'maximum', max(events)
      ) as events_per_run,
      (array_agg(first_run_id order by events) filter (where runs_so_far * 2 >= runs_in_all))[1] as typical_run_id
    from placed where runs_in_all > 1 group by node_id
  )
  select to_json(reused) as item, count(*) over () as total
  from reused order by events desc, runs desc, node_id limit ${REUSED_IDS_MAX}`

export async function selectReusedIds(sql: Sql): Promise<IntegrityReport['reused_ids']> {
  const rows = await patientQuery(sql, REUSED_IDS, z.object({ item: ReusedId, total: z.int() }))
  return { total: rows[0]?.total ?? 0, items: rows.map(({ item }) => item) }
}
