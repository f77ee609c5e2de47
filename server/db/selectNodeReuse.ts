import * as z from 'zod/mini'
import type { NodeRef } from '#contract/ids.ts'
import { NodeReuse } from '#contract/integrity.ts'
import type { Sql } from './sql.ts'

/** Where more runs than this wait to be audited, as after an import, all rows are counted instead. */
const PENDING_MAX = 1000

const TABLES = { events: 'execution_events', files: 'files', messages: 'messages' } as const
const three = (value: (table: string, name: string) => string): string =>
  Object.entries(TABLES)
    .map(([name, table]) => `'${name}', ${value(table, name)}`)
    .join(', ')

const OWN = `json_build_object(${three(
  (table) => `(select count(*) from ${table} where run_id = $1::uuid and node_id = $2::text)`,
)}) as in_this_run`

/** By way of the nodes, since no index of the rows begins with a node id. */
const ALL_COUNTED = `select ${OWN},
  json_build_object('runs', (select count(*) from dag_nodes where node_id = $2::text), ${three(
    (table) => `(select count(*) from dag_nodes join ${table} using (run_id, node_id) where node_id = $2::text)`,
  )}) as by_id_alone`

/** The figures of runs that were audited since they were written are kept; those of the few others, $3, are counted. */
const MOSTLY_KEPT = `select ${OWN},
  json_build_object('runs', kept.runs + (select count(*) from dag_nodes where node_id = $2::text and run_id = any($3::uuid[])),
    ${three(
      (table, name) =>
        `kept.${name} + (select count(*) from ${table} where run_id = any($3::uuid[]) and node_id = $2::text)`,
    )}) as by_id_alone
  from (
    select count(*) as runs, ${Object.keys(TABLES)
      .map((name) => `coalesce(sum(${name}), 0)::bigint as ${name}`)
      .join(', ')}
    from node_uses where node_id = $2::text and run_id <> all($3::uuid[])
  ) kept`

/**
 * Two statements: a planner that does not know how few runs are pending takes them for nearly all, and compiles and joins for
 * seconds. What is written between the two is seen by the next question.
 */
export async function selectNodeReuse(
  sql: Sql,
  { run_id, node_id }: NodeRef,
): Promise<Pick<NodeReuse, 'by_id_alone' | 'in_this_run'>> {
  const pending = await sql.query(
    `select run_id from run_audits where audited_revision is distinct from revision limit ${PENDING_MAX + 1}`,
    [],
    z.object({ run_id: z.string() }),
  )
  const row = z.pick(NodeReuse, { by_id_alone: true, in_this_run: true })
  const [found] =
    pending.length > PENDING_MAX
      ? await sql.query(ALL_COUNTED, [run_id, node_id], row)
      : await sql.query(MOSTLY_KEPT, [run_id, node_id, pending.map((each) => each.run_id)], row)
  if (!found) throw new Error('a select of counts answers with one row')
  return found
}
