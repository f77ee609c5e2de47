import * as z from 'zod/mini'
import type { NodeRef } from '#contract/ids.ts'
import { NodeReuse } from '#contract/integrity.ts'
import type { Sql } from './sql.ts'

const TABLES = { events: 'execution_events', files: 'files', messages: 'messages' } as const

const NAMES = ['events', 'files', 'messages'] as const

/** Rows of the node in one run, by the index of each table. */
const rowsOf = (run: string): string =>
  NAMES.map(
    (name) => `(select count(*) from ${TABLES[name]} t where t.run_id = ${run} and t.node_id = $2::text) as ${name}`,
  ).join(', ')
const each = (value: (name: (typeof NAMES)[number]) => string): string =>
  NAMES.map((name) => `'${name}', ${value(name)}`).join(', ')
const sums = NAMES.map((name) => `coalesce(sum(${name}), 0)::bigint as ${name}`).join(', ')

/**
 * Of runs that were not written since their audit the figures are kept, and only those of the others are counted: what was
 * kept of these is taken away, and what they have now is added. One lookup for each of them, never a join, since a planner
 * that has not counted the pending runs takes them for all runs.
 */
const NODE_REUSE = `
  with pending as materialized (
    select a.run_id, (select true from dag_nodes n where n.run_id = a.run_id and n.node_id = $2::text) as has_node
    from run_audits a where a.audited_revision is distinct from a.revision
  ), kept as (
    select count(*) as runs, ${sums} from node_uses where node_id = $2::text
  ), outdated as (
    select count(events) as runs, ${sums} from (
      select ${NAMES.map((name) => `(select u.${name} from node_uses u where u.run_id = pending.run_id and u.node_id = $2::text) as ${name}`).join(', ')}
      from pending
    ) each
  ), written as (
    select count(*) as runs, ${sums} from (select ${rowsOf('pending.run_id')} from pending where has_node) each
  ), own as (select ${rowsOf('$1::uuid')})
  select json_build_object('runs', kept.runs - outdated.runs + written.runs,
      ${each((name) => `kept.${name} - outdated.${name} + written.${name}`)}) as by_id_alone,
    json_build_object(${each((name) => `own.${name}`)}) as in_this_run
  from kept, outdated, written, own`

export async function selectNodeReuse(
  sql: Sql,
  { run_id, node_id }: NodeRef,
): Promise<Pick<NodeReuse, 'by_id_alone' | 'in_this_run'>> {
  const row = z.pick(NodeReuse, { by_id_alone: true, in_this_run: true })
  const [found] = await sql.query(NODE_REUSE, [run_id, node_id], row)
  if (!found) throw new Error('an aggregate without groups answers with one row')
  return found
}
