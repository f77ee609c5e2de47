import * as z from 'zod/mini'
import type { Sql } from '../sql.ts'

/** What had to be created or left out, so that no row refers to a lost one. */
export type Mended = { readonly sessions: number; readonly runs: number; readonly nodes: number; readonly left: number }

const Count = z.object({ count: z.int() })

/** Tables whose rows belong to a run. */
const ROWS_OF_RUNS = ['dag_nodes', 'execution_events', 'files', 'messages', 'dag_edges']

const MADE = `'{"salvaged": "this row was lost, and made anew from what refers to it"}'`

/**
 * Recreates a lost row, empty, if rows that refer to it survived: a run without its own row would otherwise lose its
 * events. Rows that refer to anything else that was lost are left out, or lose the reference if it is optional.
 */
export async function mendReferences(sql: Sql): Promise<Mended> {
  const counted = async (text: string) => {
    const [found] = await sql.query(`with done as (${text} returning 1) select count(*) as count from done`, [], Count)
    return found?.count ?? 0
  }
  const orphans = ROWS_OF_RUNS.map((table) => `select run_id from ${table}`).join(' union ')
  const runs = await counted(
    `insert into workflow_runs (run_id, session_id, status, meta)
    select run_id, 'salvaged', 'unknown', ${MADE} from (${orphans}) named
    where not exists (select from workflow_runs r where r.run_id = named.run_id)`,
  )
  const sessions = await counted(
    `insert into sessions (session_id, meta) select session_id, ${MADE} from (select distinct session_id from workflow_runs) r
    where not exists (select from sessions s where s.session_id = r.session_id)`,
  )
  const named = [
    ...['execution_events', 'files', 'messages'].map((table) => `select run_id, node_id from ${table}`),
    'select run_id, from_node_id from dag_edges',
    'select run_id, to_node_id from dag_edges',
  ].join(' union ')
  const nodes = await counted(
    `insert into dag_nodes (run_id, node_id, node_type, label, status, origin, meta)
    select run_id, node_id, 'agent', node_id, 'unknown', 'reconstructed', ${MADE} from (${named}) named
    where node_id is not null
      and not exists (select from dag_nodes n where n.run_id = named.run_id and n.node_id = named.node_id)`,
  )
  await sql.exec(
    `update files set content_sha256 = null where content_sha256 is not null
      and not exists (select from file_contents c where c.sha256 = content_sha256)`,
    'unlimited',
  )
  return { sessions, runs, nodes, left: await leaveOrphans(sql) }
}

const ForeignKey = z.object({ child: z.string(), parent: z.string(), join: z.string(), given: z.string() })

/** Removes rows that refer to a missing row, and repeats, because other rows may refer to those. */
async function leaveOrphans(sql: Sql): Promise<number> {
  const keys = await sql.query(
    `select conrelid::regclass::text as child, confrelid::regclass::text as parent,
      (select string_agg(format('p.%I = c.%I', pa.attname, ca.attname), ' and ')
        from unnest(conkey, confkey) as k (c, p)
        join pg_attribute ca on ca.attrelid = conrelid and ca.attnum = k.c
        join pg_attribute pa on pa.attrelid = confrelid and pa.attnum = k.p) as join,
      (select string_agg(format('c.%I is not null', ca.attname), ' and ')
        from unnest(conkey) as k (c) join pg_attribute ca on ca.attrelid = conrelid and ca.attnum = k.c) as given
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace order by 1, 2`,
    [],
    ForeignKey,
  )
  let left = 0
  for (let removed = -1; removed !== 0;) {
    removed = 0
    for (const { child, parent, join, given } of keys) {
      // oxlint-disable-next-line no-await-in-loop -- one connection runs one statement after the other
      const [found] = await sql.query(
        `with gone as (
          delete from ${child} c where ${given} and not exists (select from ${parent} p where ${join}) returning 1
        ) select count(*) as count from gone`,
        [],
        Count,
      )
      removed += found?.count ?? 0
    }
    left += removed
  }
  return left
}
