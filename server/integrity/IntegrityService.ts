import type { RunId } from '#contract/ids.ts'
import type { IntegrityReport } from '#contract/integrity.ts'
import { AT_ONCE, type AuditPatience } from '#server/store/audits/AuditPatience.ts'
import { auditRuns } from './auditRuns.ts'
import { mergedGroups } from '#server/store/audits/FindingGroups.ts'
import type { IntegrityRepository } from '#server/store/ports/integrity.ts'

type OnFailure = (run_id: RunId, error: unknown) => void

/** The background loop pauses for this multiple of an audit's duration. */
const REST_TIMES = 10

/** Keeps the audits of the runs up to date and builds the report from them. */
export class IntegrityService {
  readonly #repository: IntegrityRepository
  readonly #patience: AuditPatience
  readonly #onFailure: OnFailure

  /**
   * `patience`: how long runs wait for their audit; by default not at all. `onFailure` is called for a run that could
   * not be audited. It is retried later.
   */
  constructor(repository: IntegrityRepository, patience = AT_ONCE, onFailure: OnFailure = () => undefined) {
    this.#repository = repository
    this.#patience = patience
    this.#onFailure = onFailure
  }

  /**
   * Audits pending runs until none are left that are due, or until `until` returns true. Each call audits at least
   * some, so that repeated calls make progress.
   */
  async refresh(until: () => boolean = () => false): Promise<void> {
    do {
      // oxlint-disable-next-line no-await-in-loop -- audits a few at a time on purpose
      if ((await this.auditSome()) === undefined) return
    } while (!until())
  }

  /**
   * Audits a few runs, few enough to be read at once. Returns how many milliseconds to pause before the next ones, so
   * that audits take only a small part of the time; undefined if none are due.
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

  /** Sets aside a run that cannot be audited, so that the others are audited without it, now and later. */
  async #audit(run_ids: readonly RunId[]): Promise<void> {
    try {
      await this.#repository.keepAudits(await auditRuns(this.#repository, run_ids))
    } catch (error) {
      const [only, ...others] = run_ids
      // If the store is unavailable, this rejects as well, and the run is not to blame.
      if (only !== undefined && others.length === 0) {
        await this.#repository.keepFailure(only)
        this.#onFailure(only, error)
      }
      // oxlint-disable-next-line no-await-in-loop -- one at a time, to limit the load on the store
      else for (const run_id of run_ids) await this.#audit([run_id])
    }
  }
}
