import * as z from 'zod/mini'
import { IntegrityReport } from '#contract/integrity.ts'
import { UUID_PATTERN } from '#server/integrity/reusedIds.ts'
import { patientQuery } from './patientQuery.ts'
import type { Sql } from './sql.ts'

const Counts = z.extend(IntegrityReport.shape.counts, { with_node: z.int() })

/** Two statements at once, each of which reads no table twice: rows, and the different node ids among them. */
export async function countEntities(sql: Sql): Promise<Pick<IntegrityReport, 'counts' | 'node_ids' | 'events'>> {
  const [[found], [ids]] = await Promise.all([
    patientQuery(
      sql,
      `select (select count(*) from sessions) as sessions, (select count(*) from workflow_runs) as runs,
        (select count(*) from dag_nodes) as nodes, (select count(*) from dag_edges) as edges, events, with_node,
        (select count(*) from files) as files, (select count(*) from messages) as messages
      from (select count(*) as events, count(node_id) as with_node from execution_events) of_events`,
      Counts,
    ),
    patientQuery(
      sql,
      `select count(*) as total, count(*) filter (where node_id ~* '${UUID_PATTERN}') as uuid
      from (select distinct node_id from dag_nodes) different`,
      z.object({ total: z.int(), uuid: z.int() }),
    ),
  ])
  if (!found || !ids) throw new Error('a select of nothing but counts answers with one row')
  const { with_node, ...counts } = found
  return {
    counts,
    node_ids: { ...ids, name: ids.total - ids.uuid },
    events: { with_node, without_node: counts.events - with_node },
  }
}
