import type { RunId } from '#contract/ids.ts'
import { doubtsOf } from './AuditedRun.ts'
import { auditRun, type RunAudit } from './auditRun.ts'
import type { IntegrityRepository } from './IntegrityRepository.ts'

/** Runs that are looked through at once have so many events together, unless a single run has more. */
const EVENTS_AT_ONCE = 20_000

/** Looks through stored runs, with what has to be known of others. Keeps nothing. */
export async function auditRuns(
  repository: Pick<IntegrityRepository, 'readRuns' | 'surroundings'>,
  run_ids: readonly RunId[],
): Promise<readonly RunAudit[]> {
  const runs = await repository.readRuns(run_ids)
  const around = await repository.surroundings(doubtsOf(runs))
  return runs.map((run) => auditRun(run, around))
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
