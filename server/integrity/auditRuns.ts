import type { RunId } from '#contract/ids.ts'
import { StoreUnavailableError } from '#server/store/ports/errors.ts'
import { foreignReferencesOf } from '#server/store/audits/AuditedRun.ts'
import { auditRun } from './auditRun.ts'
import { type RunAudit } from '#server/store/audits/RunAudit.ts'
import type { IntegrityRepository } from '#server/store/ports/integrity.ts'
import { unreadableRun } from './unreadableRun.ts'

type Reads = Pick<IntegrityRepository, 'readRuns' | 'resolveReferences' | 'revisionOf'>

/**
 * Audits stored runs, with what has to be known of others. Stores nothing. A run that cannot be read becomes a
 * finding, so that one unreadable row does not stop the audits of the others. Throws `StoreUnavailableError`, which
 * is not the fault of a run.
 */
export async function auditRuns(repository: Reads, run_ids: readonly RunId[]): Promise<readonly RunAudit[]> {
  try {
    return await auditTogether(repository, run_ids)
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error
    const audits: RunAudit[] = []
    // oxlint-disable-next-line no-await-in-loop -- rare, and sequential reads keep memory bounded
    for (const run_id of run_ids) audits.push(...(await auditAlone(repository, run_id)))
    return audits
  }
}

async function auditTogether(repository: Reads, run_ids: readonly RunId[]): Promise<readonly RunAudit[]> {
  const runs = await repository.readRuns(run_ids)
  const around = await repository.resolveReferences(foreignReferencesOf(runs))
  return runs.map((run) => auditRun(run, around))
}

async function auditAlone(repository: Reads, run_id: RunId): Promise<readonly RunAudit[]> {
  // Read before the rows: if a write fixes them meanwhile, the run stays pending.
  const revision = await repository.revisionOf(run_id)
  try {
    return await auditTogether(repository, [run_id])
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error
    return revision === undefined ? [] : [unreadableRun(run_id, revision, error)]
  }
}
