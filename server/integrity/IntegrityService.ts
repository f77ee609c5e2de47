import type { RunId } from '#contract/ids.ts'
import type { IntegrityReport } from '#contract/integrity.ts'
import { auditRuns } from './auditRuns.ts'
import { mergedGroups } from './FindingGroups.ts'
import type { IntegrityRepository } from './IntegrityRepository.ts'

/** Keeps the audits of the runs up to date and makes the report from them. */
export class IntegrityService {
  readonly #repository: IntegrityRepository
  #making: Promise<IntegrityReport> | undefined

  constructor(repository: IntegrityRepository) {
    this.#repository = repository
  }

  /**
   * Audits runs that were written since they were audited last, until all are or `until` says that it is enough; some
   * are audited in any case, so that every call gets on.
   */
  async refresh(until: () => boolean = () => false): Promise<void> {
    let run_ids = await this.#repository.pendingRuns()
    while (run_ids.length > 0) {
      // oxlint-disable-next-line no-await-in-loop -- some at a time is the point
      await this.#audit(run_ids)
      if (until()) return
      // oxlint-disable-next-line no-await-in-loop -- as above
      run_ids = await this.#repository.pendingRuns()
    }
  }

  /** Whoever asks while a report is being made gets that one: in a large database it takes a while. */
  report(): Promise<IntegrityReport> {
    return (this.#making ??= this.#report().finally(() => {
      this.#making = undefined
    }))
  }

  async #report(): Promise<IntegrityReport> {
    const [entities, reused_ids, found, unplaced, runs_pending] = await Promise.all([
      this.#repository.countEntities(),
      this.#repository.reusedIds(),
      this.#repository.foundInAll(),
      this.#repository.unplaced(),
      this.#repository.countPendingRuns(),
    ])
    return {
      shape: 'runlens',
      ...entities,
      reused_ids,
      groups: mergedGroups(found.groups, unplaced),
      runs_with_findings: found.runs,
      runs_pending,
    }
  }

  async #audit(run_ids: readonly RunId[]): Promise<void> {
    await this.#repository.keepAudits(await auditRuns(this.#repository, run_ids))
  }
}
