import * as z from 'zod/mini'
import type { NodeRef } from '#contract/ids.ts'
import { NodeReuse } from '#contract/integrity.ts'
import { keptCount } from './figures.ts'
import type { Sql } from '../sql.ts'

/**
 * Maximum number of pending runs that are counted from their rows. If more are pending, as after an import, the reply
 * says how many.
 */
const PENDING_COUNTED_MAX = 1000

const TABLES = { events: 'execution_events', files: 'files', messages: 'messages' } as const
const NAMES = ['events', 'files', 'messages'] as const

/** Counts the rows that the listed runs have under the node id. */
const counted = (name: keyof typeof TABLES, runs: string): string =>
  `(select count(*) from ${TABLES[name]} where run_id = any(${runs}) and node_id = $2::text)`

/**
 * Figures of all audited runs are maintained. For runs written since (`$3`), the maintained figures are subtracted and
 * the rows are counted instead.
 */
const REUSE = `select
    json_build_object(${NAMES.map((name) => `'${name}', ${counted(name, 'array[$1::uuid]')}`).join(', ')}) as in_this_run,
    json_build_object(
      'runs', kept.runs - stale.runs + (select count(*) from dag_nodes where node_id = $2::text and run_id = any($3::uuid[])),
      ${NAMES.map((name) => `'${name}', kept.${name} - stale.${name} + ${counted(name, '$3::uuid[]')}`).join(',\n      ')}
    ) as by_id_alone
  from (
    select ${sums('runs')}, ${NAMES.map(sums).join(', ')} from (
      select runs, events, files, messages from node_ids where node_id = $2::text
      union all
      select runs, runs * events, files, messages from node_use_changes where node_id = $2::text
    ) every
  ) kept, (
    select count(*) as runs, ${NAMES.map(sums).join(', ')} from node_uses
    where node_id = $2::text and run_id = any($3::uuid[])
  ) stale`

function sums(name: string): string {
  return `coalesce(sum(${name}), 0)::bigint as ${name}`
}

/** The first pending runs, and whether the requested run is one. */
const PENDING = `select ${keptCount('audits', 'pending')} as count,
  (select coalesce(json_agg(run_id), '[]') from (
    select run_id from run_revisions where audited_revision is distinct from revision limit ${PENDING_COUNTED_MAX + 1}
  ) first) as run_ids,
  (select audited_revision is distinct from revision from run_revisions where run_id = $1::uuid) as is_asked`

const Pending = z.object({ count: z.int(), run_ids: z.array(z.string()), is_asked: z.nullable(z.boolean()) })

/**
 * Two statements: a planner that does not know how few runs are pending assumes nearly all, and compiles and joins for
 * seconds. A write between the two is picked up by the next request.
 */
export async function selectNodeReuse(sql: Sql, { run_id, node_id }: NodeRef): Promise<Omit<NodeReuse, keyof NodeRef>> {
  const [pending] = await sql.query(PENDING, [run_id], Pending)
  if (!pending) throw new Error('a select without from answers with one row')
  const areMany = pending.run_ids.length > PENDING_COUNTED_MAX
  const few = areMany ? (pending.is_asked === true ? [run_id] : []) : pending.run_ids
  const [found] = await sql.query(
    REUSE,
    [run_id, node_id, few],
    z.pick(NodeReuse, { by_id_alone: true, in_this_run: true }),
  )
  if (!found) throw new Error('a select of sums answers with one row')
  return areMany ? { ...found, runs_pending: pending.count - few.length } : found
}
