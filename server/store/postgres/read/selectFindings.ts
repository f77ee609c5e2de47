import * as z from 'zod/mini'
import { INTEGRITY_EXAMPLES_MAX, IntegrityGroup } from '#contract/integrity.ts'
import { mergedGroups } from '#server/store/audits/FindingGroups.ts'
import { keptCount } from './figures.ts'
import type { Sql } from '../sql.ts'

/** Counts per kind are maintained, and the latest examples are found by an index. */
const FINDINGS = `
  with sums as (
    select word as kind, coalesce(sum(amount) filter (where kind = 'findings'), 0)::bigint as findings,
      coalesce(sum(amount) filter (where kind = 'finding rows'), 0)::bigint as rows,
      coalesce(sum(amount) filter (where kind = 'finding runs'), 0)::bigint as runs
    from figures where kind in ('findings', 'finding rows', 'finding runs') group by word
  )
  select kind, findings, rows, runs, (
    select coalesce(json_agg(example order by started_key desc, run_id desc), '[]') from (
      select example, started_key, run_id from run_findings own where own.kind = sums.kind
      order by started_key desc, run_id desc limit ${INTEGRITY_EXAMPLES_MAX}
    ) latest
  ) as examples
  from sums where runs > 0`

/** Findings of all stored audits, by kind, and how many runs have a finding that counts. */
export async function selectFindings(
  sql: Sql,
): Promise<{ readonly groups: readonly IntegrityGroup[]; readonly runs: number }> {
  const [groups, [runs]] = await Promise.all([
    sql.query(FINDINGS, [], IntegrityGroup),
    sql.query(`select ${keptCount('audits', 'with findings')} as count`, [], z.object({ count: z.int() })),
  ])
  return { groups: mergedGroups(groups), runs: runs?.count ?? 0 }
}
