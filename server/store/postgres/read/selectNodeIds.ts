import * as z from 'zod/mini'
import { type IntegrityReport, REUSED_IDS_MAX, ReusedId } from '#contract/integrity.ts'
import { keptCount } from './figures.ts'
import type { Sql } from '../sql.ts'

/** Changes to node ids from audits since the maintained figures were last folded, see migration 0022. */
const CHANGED = `changed as materialized (
    select node_id, sum(runs)::bigint as runs, sum(runs * events)::bigint as events, sum(files)::bigint as files,
      sum(messages)::bigint as messages
    from node_use_changes group by node_id
  )`

/**
 * `reusedIds` of server/store/audits in SQL. The reported ids are found by an index: the first of the folded ones, plus
 * one more for each that changed since, because a changed id may have dropped in rank. The median is the lowest number
 * of events that covers half of the runs, and the first run with that number is the typical one.
 */
const REUSED_IDS = `
  with ${CHANGED}, likely as (
    (select node_id from node_ids where runs > 1 order by events desc, runs desc, node_id
      limit ${REUSED_IDS_MAX} + (select count(*) from changed))
    union
    select node_id from changed
  ), reused as materialized (
    select node_id, coalesce(kept.runs, 0) + coalesce(changed.runs, 0) as runs,
      coalesce(kept.events, 0) + coalesce(changed.events, 0) as events,
      coalesce(kept.files, 0) + coalesce(changed.files, 0) as files,
      coalesce(kept.messages, 0) + coalesce(changed.messages, 0) as messages
    from likely left join node_ids kept using (node_id) left join changed using (node_id)
    where coalesce(kept.runs, 0) + coalesce(changed.runs, 0) > 1
    order by events desc, runs desc, node_id limit ${REUSED_IDS_MAX}
  ), placed as (
    select node_id, events, sum(runs) over (partition by node_id order by events) * 2 >= sum(runs) over (partition by node_id) as is_half
    from (
      select reused.node_id, every.events, sum(every.runs) as runs
      from reused, lateral (
        select events, runs from node_id_uses kept where kept.node_id = reused.node_id
        union all
        select events, runs from node_use_changes changes where changes.node_id = reused.node_id
      ) every
      group by reused.node_id, every.events having sum(every.runs) > 0
    ) alike
  ), spread as (
    select node_id, min(events) as minimum, min(events) filter (where is_half) as median, max(events) as maximum
    from placed group by node_id
  )
  select coalesce(json_agg(json_build_object('node_id', node_id, 'runs', runs, 'events', events, 'files', files,
    'messages', messages, 'events_per_run', json_build_object('minimum', minimum, 'median', median, 'maximum', maximum),
    'typical_run_id', (
      select run_id from node_uses own where own.node_id = reused.node_id and own.events = median order by run_id limit 1
    )) order by events desc, runs desc, node_id), '[]') as items
  from reused join spread using (node_id)`

/** The number of distinct ids: the folded count, corrected by the ids that were added or removed since. */
const NODE_IDS = `
  with ${CHANGED}, moved as (
    select node_id, changed.runs as added, coalesce(kept.runs, 0) as runs from changed left join node_ids kept using (node_id)
  ), since as (
    select count(*) filter (where runs + added > 0) - count(*) filter (where runs > 0) as total,
      count(*) filter (where runs + added > 0 and is_uuid(node_id)) - count(*) filter (where runs > 0 and is_uuid(node_id)) as uuid,
      count(*) filter (where runs + added > 1) - count(*) filter (where runs > 1) as reused
    from moved
  )
  select ${keptCount('node ids', 'all')} + total as total, ${keptCount('node ids', 'uuid')} + uuid as uuid,
    ${keptCount('node ids', 'reused')} + reused as reused
  from since`

/** Node ids of audited runs: how many there are, and which are used by more than one run. */
export async function selectNodeIds(sql: Sql): Promise<Pick<IntegrityReport, 'node_ids' | 'reused_ids'>> {
  const [[ids], [found]] = await Promise.all([
    sql.query(NODE_IDS, [], z.object({ total: z.int(), uuid: z.int(), reused: z.int() })),
    sql.query(REUSED_IDS, [], z.object({ items: z.array(ReusedId) })),
  ])
  if (!ids || !found) throw new Error('a select of nothing but sums answers with one row')
  const { total, uuid, reused } = ids
  return { node_ids: { total, uuid, name: total - uuid }, reused_ids: { total: reused, items: found.items } }
}
