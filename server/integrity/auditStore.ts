import type { Keyset } from '#server/store/ports/page.ts'
import type { Repositories } from '#server/store/ports/store.ts'
import type { Audit } from './auditOldDatabase.ts'
import { auditRuns } from './auditRuns.ts'
import { portionsOf } from '#server/store/audits/portionsOf.ts'
import { FoundInRuns, mergedGroups } from '#server/store/audits/FindingGroups.ts'
import { NodeUses } from '#server/store/audits/NodeUses.ts'

const RUNS_PER_PAGE = 100

/** Audits all runs of a Runlens database without storing anything, for users with read-only access. */
export async function auditStore({ runs, integrity }: Pick<Repositories, 'runs' | 'integrity'>): Promise<Audit> {
  const found = new FoundInRuns()
  const uses = new NodeUses()
  let after: Keyset | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- a page contains the cursor of the next one
    const page = await runs.listRuns({}, { limit: RUNS_PER_PAGE, after })
    // A few runs at a time, so that memory is bounded.
    for (const run_ids of portionsOf(page.rows))
      // oxlint-disable-next-line no-await-in-loop -- one portion at a time
      for (const audit of await auditRuns(integrity, run_ids)) {
        found.take(audit.groups)
        uses.take(audit)
      }
    after = page.next
  } while (after)

  const [entities, unplaced] = await Promise.all([integrity.countEntities(), integrity.unplaced()])
  return {
    report: {
      shape: 'runlens',
      ...entities,
      node_ids: uses.nodeIds(),
      reused_ids: uses.reusedIds(),
      groups: mergedGroups(found.groups(), unplaced),
      runs_with_findings: found.runs,
      runs_pending: 0,
    },
    reuseOf: (question) => uses.reuseOf(question),
  }
}
