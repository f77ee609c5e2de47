import type { RunId } from '#contract/ids.ts'
import { StoreUnavailableError } from '#server/storeErrors.ts'
import { doubtsOf } from './AuditedRun.ts'
import { auditRun, type RunAudit } from './auditRun.ts'
import type { IntegrityRepository } from './IntegrityRepository.ts'
import { unreadableRun } from './unreadableRun.ts'

/** Runs that are looked through at once have so many events together, unless a single run has more. */
const EVENTS_AT_ONCE = 20_000

type Reads = Pick<IntegrityRepository, 'readRuns' | 'surroundings' | 'revisionOf'>

/**
 * Looks through stored runs, with what has to be known of others. Keeps nothing. A run that cannot be looked through is
 * found to be so, and the others are not: one row that nobody can read must not end the audits of all. Throws
 * `StoreUnavailableError`, which says nothing of any run.
 */
export async function auditRuns(repository: Reads, run_ids: readonly RunId[]): Promise<readonly RunAudit[]> {
  try {
    return await auditTogether(repository, run_ids)
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error
    const audits: RunAudit[] = []
    // oxlint-disable-next-line no-await-in-loop -- rare, and one after the other keeps memory bounded
    for (const run_id of run_ids) audits.push(...(await auditAlone(repository, run_id)))
    return audits
  }
}

async function auditTogether(repository: Reads, run_ids: readonly RunId[]): Promise<readonly RunAudit[]> {
  const runs = await repository.readRuns(run_ids)
  const around = await repository.surroundings(doubtsOf(runs))
  return runs.map((run) => auditRun(run, around))
}

async function auditAlone(repository: Reads, run_id: RunId): Promise<readonly RunAudit[]> {
  // Before the rows: a write that puts them right meanwhile leaves the run pending.
  const revision = await repository.revisionOf(run_id)
  try {
    return await auditTogether(repository, [run_id])
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error
    return revision === undefined ? [] : [unreadableRun(run_id, revision, error)]
  }
}

/** Divides runs into portions that can each be looked through at once, in their order. */
export function* portionsOf(
  rows: readonly { readonly run_id: RunId; readonly event_count: number }[],
): Generator<readonly RunId[]> {
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
