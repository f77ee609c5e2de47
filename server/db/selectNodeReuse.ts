import * as z from 'zod/mini'
import type { NodeRef } from '#contract/ids.ts'
import { NodeReuse } from '#contract/integrity.ts'
import type { Sql } from './sql.ts'

const TABLES = { events: 'execution_events', files: 'files', messages: 'messages' } as const

/** By way of the nodes, since no index of the rows begins with a node id. */
const counted = (condition: string): string =>
  Object.entries(TABLES)
    .map(
      ([name, table]) => `(select count(*) from dag_nodes n join ${table} using (run_id, node_id)
        where n.node_id = $2::text and ${condition}) as ${name}`,
    )
    .join(', ')

const three = (of: string): string => `'events', ${of}.events, 'files', ${of}.files, 'messages', ${of}.messages`

/** Of runs that were not written since their audit the figures are kept; only those of the others are counted. */
const NODE_REUSE = `
  with pending as materialized (
    select run_id from run_audits where audited_revision is distinct from revision
  ), kept as (
    select count(*) as runs, coalesce(sum(events), 0)::bigint as events, coalesce(sum(files), 0)::bigint as files,
      coalesce(sum(messages), 0)::bigint as messages
    from node_uses where node_id = $2::text and run_id not in (select run_id from pending)
  ), written as (
    select (select count(*) from dag_nodes where node_id = $2::text and run_id in (select run_id from pending)) as runs,
      ${counted('n.run_id in (select run_id from pending)')}
  ), own as (select ${counted('n.run_id = $1::uuid')})
  select json_build_object('runs', kept.runs + written.runs, 'events', kept.events + written.events,
      'files', kept.files + written.files, 'messages', kept.messages + written.messages) as by_id_alone,
    json_build_object(${three('own')}) as in_this_run
  from kept, written, own`

export async function selectNodeReuse(
  sql: Sql,
  { run_id, node_id }: NodeRef,
): Promise<Pick<NodeReuse, 'by_id_alone' | 'in_this_run'>> {
  const row = z.pick(NodeReuse, { by_id_alone: true, in_this_run: true })
  const [found] = await sql.query(NODE_REUSE, [run_id, node_id], row)
  if (!found) throw new Error('an aggregate without groups answers with one row')
  return found
}
