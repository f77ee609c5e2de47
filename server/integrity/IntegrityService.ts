import type { RunId } from '#contract/ids.ts'
import type { IntegrityReport } from '#contract/integrity.ts'
import { AT_ONCE, type AuditPatience } from '#server/store/audits/AuditPatience.ts'
import { auditRuns } from './auditRuns.ts'
import { mergedGroups } from '#server/store/audits/FindingGroups.ts'
import type { IntegrityRepository } from '#server/store/ports/integrity.ts'

type OnFailure = (run_id: RunId, error: unknown) => void

/** The background rests so many times as long as an audit took. */
const REST_TIMES = 10

/** Keeps the audits of the runs up to date and makes the report from them. */
export class IntegrityService {
  readonly #repository: IntegrityRepository
  readonly #patience: AuditPatience
  readonly #onFailure: OnFailure

  /**
   * `patience`: how long runs wait for their audit; by default none does. `onFailure` is told of a run that could not be
   * audited. It is tried again later.
   */
  constructor(repository: IntegrityRepository, patience = AT_ONCE, onFailure: OnFailure = () => undefined) {
    this.#repository = repository
    this.#patience = patience
    this.#onFailure = onFailure
  }

  /**
   * Audits runs that were written since they were audited last, until all are that need not wait or `until` says that it is
   * enough; some are audited in any case, so that every call gets on.
   */
  async refresh(until: () => boolean = () => false): Promise<void> {
    do {
      // oxlint-disable-next-line no-await-in-loop -- some at a time is the point
      if ((await this.auditSome()) === undefined) return
    } while (!until())
  }

  /**
   * Audits some runs, few enough to be read at once. Answers with how many milliseconds to rest before the next ones, so
   * that audits take a small part of the time whatever they cost; undefined where none need be audited.
   */
  async auditSome(): Promise<number | undefined> {
    const start = performance.now()
    const run_ids = await this.#repository.pendingRuns(this.#patience)
    if (run_ids.length === 0) return undefined
    await this.#audit(run_ids)
    return REST_TIMES * (performance.now() - start)
  }

  async report(): Promise<IntegrityReport> {
    const [entities, ids, found, unplaced, runs_pending] = await Promise.all([
      this.#repository.countEntities(),
      this.#repository.nodeIds(),
      this.#repository.foundInAll(),
      this.#repository.unplaced(),
      this.#repository.countPendingRuns(),
    ])
    return {
      shape: 'runlens',
      ...entities,
      ...ids,
      groups: mergedGroups(found.groups, unplaced),
      runs_with_findings: found.runs,
      runs_pending,
    }
  }

  /** A run that cannot be audited is set aside: the others are audited without it, now and later. */
  async #audit(run_ids: readonly RunId[]): Promise<void> {
    try {
      await this.#repository.keepAudits(await auditRuns(this.#repository, run_ids))
    } catch (error) {
      const [only, ...others] = run_ids
      // If the store cannot be reached this rejects as well, and then it is not the run's fault.
      if (only !== undefined && others.length === 0) {
        await this.#repository.keepFailure(only)
        this.#onFailure(only, error)
      }
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each takes the store for itself
      else for (const run_id of run_ids) await this.#audit([run_id])
    }
  }
}
