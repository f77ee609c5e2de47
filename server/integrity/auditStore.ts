import type { RunId } from '#contract/ids.ts'
import type { RunRow } from '#contract/summaries.ts'
import type { Keyset, Repositories } from '#server/ports.ts'
import { doubtsOf } from './AuditedRun.ts'
import type { Audit } from './auditOldDatabase.ts'
import { auditRun } from './auditRun.ts'
import { FindingGroups, troubleCount } from './FindingGroups.ts'

const RUNS_PER_PAGE = 100
const EVENTS_AT_ONCE = 20_000

/** Looks through all runs of a database of Runlens and keeps nothing: for whoever may only read it. */
export async function auditStore({ runs, integrity }: Pick<Repositories, 'runs' | 'integrity'>): Promise<Audit> {
  const groups = new FindingGroups()
  let runs_with_findings = 0
  const audit = async (run_ids: readonly RunId[]) => {
    const rows = await integrity.readRuns(run_ids)
    const around = await integrity.surroundings(doubtsOf(rows))
    for (const run of rows) {
      const found = auditRun(run, around).groups
      for (const group of found) groups.take({ ...group, examples: group.examples.slice(0, 1) })
      if (troubleCount(found) > 0) runs_with_findings += 1
    }
  }
  let after: Keyset | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- a page tells where the next one begins
    const page = await runs.listRuns({}, { limit: RUNS_PER_PAGE, after })
    // oxlint-disable-next-line no-await-in-loop -- some runs at a time, so that memory is bounded
    for (const run_ids of portions(page.rows)) await audit(run_ids)
    after = page.next
  } while (after)

  const [entities, reused_ids, unplaced] = await Promise.all([
    integrity.countEntities(),
    integrity.reusedIds(),
    integrity.unplaced(),
  ])
  for (const group of unplaced) groups.take(group)
  return {
    report: {
      shape: 'runlens',
      ...entities,
      reused_ids,
      groups: groups.groups(),
      runs_with_findings,
      runs_pending: 0,
    },
    async reuseOf(node_id, run_id) {
      const owner = run_id ?? reused_ids.items.find((reused) => reused.node_id === node_id)?.typical_run_id
      if (owner === undefined) return undefined
      const ref = { run_id: owner, node_id }
      return { ...ref, ...(await integrity.nodeReuse(ref)) }
    },
  }
}

/** Runs that together have no more than so many events, unless one alone has. */
function* portions(rows: readonly RunRow[]): Generator<readonly RunId[]> {
  let portion: RunId[] = []
  let events = 0
  for (const { run_id, event_count } of rows) {
    if (portion.length > 0 && events + event_count > EVENTS_AT_ONCE) {
      yield portion
      portion = []
      events = 0
    }
    portion.push(run_id)
    events += event_count
  }
  if (portion.length > 0) yield portion
}
