import type { IntegrityReport } from '#contract/integrity.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import { canonicalTimestamp } from '#contract/timestamps.ts'

/** A report that takes longer than this is answered again for a while. */
const QUICK_MS = 100
/** So many times as long as it took, and never longer than a minute. */
const REST = 20
const REST_MAX_MS = 60_000
/** While runs wait to be looked through, somebody watches their number go down. */
const PENDING_REST_MAX_MS = 3000

type Kept = { readonly report: IntegrityReport; readonly until: number; readonly made_at: Timestamp }

/**
 * Adding up a large database costs up to a second of processor time each time, and its report changes little meanwhile. So a
 * report that took long is kept, and says when it was made; one of a small database is always of this moment.
 */
export class KeptReport {
  readonly #make: () => Promise<IntegrityReport>
  readonly #now: () => number
  #kept: Kept | undefined
  #making: Promise<IntegrityReport> | undefined

  constructor(make: () => Promise<IntegrityReport>, now: () => number = () => performance.now()) {
    this.#make = make
    this.#now = now
  }

  /** The one that is kept, as long as it may be answered. */
  get kept(): IntegrityReport | undefined {
    const kept = this.#kept
    return kept && this.#now() < kept.until ? { ...kept.report, made_at: kept.made_at } : undefined
  }

  /** Whoever asks for one that is being made waits for that one. */
  async report(): Promise<IntegrityReport> {
    return this.kept ?? (await this.#remade())
  }

  #remade(): Promise<IntegrityReport> {
    return (this.#making ??= this.#remake().finally(() => {
      this.#making = undefined
    }))
  }

  async #remake(): Promise<IntegrityReport> {
    const start = this.#now()
    const report = await this.#make()
    const taken = this.#now() - start
    const made_at = canonicalTimestamp(new Date().toISOString())
    this.#kept =
      taken > QUICK_MS && made_at !== undefined
        ? { report, made_at, until: this.#now() + Math.min(REST * taken, restMax(report)) }
        : undefined
    return report
  }
}

const restMax = ({ runs_pending }: IntegrityReport): number => (runs_pending > 0 ? PENDING_REST_MAX_MS : REST_MAX_MS)
