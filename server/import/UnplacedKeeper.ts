import type { BundleWriter, ImportWriter, UnplacedRow } from '#server/store/ports/writer.ts'
import type { UnplacedFinding } from './findings.ts'
import { keptColumns } from './keptColumns.ts'

/** Maximum number of buffered rows; fewer if their texts exceed this many UTF-16 units. */
export const KEPT_AT_ONCE = 500
const TEXT_MAX = 4_000_000

/**
 * Passes rows without a place to the store, a few hundred at a time. Millions of events may refer to a deleted run,
 * and memory must not grow with them.
 */
export class UnplacedKeeper {
  readonly #writer: Pick<ImportWriter, 'keepUnplaced'>
  readonly #as: BundleWriter | undefined
  #waiting: UnplacedRow[] = []
  #length = 0

  constructor(writer: Pick<ImportWriter, 'keepUnplaced'>, as?: BundleWriter) {
    this.#writer = writer
    this.#as = as
  }

  async keep({ table, key, run_id, kind, reason, row }: UnplacedFinding): Promise<void> {
    this.#waiting.push({
      old_table: table,
      old_key: key,
      run_id: run_id ?? null,
      kind,
      reason,
      row: keptColumns(row),
    })
    for (const value of Object.values(row)) if (typeof value === 'string') this.#length += value.length
    if (this.#waiting.length >= KEPT_AT_ONCE || this.#length > TEXT_MAX) await this.flush()
  }

  /** Stores the buffered rows. Runs written at the same time may add more meanwhile. */
  async flush(): Promise<void> {
    const rows = this.#waiting
    this.#waiting = []
    this.#length = 0
    if (rows.length > 0) await this.#writer.keepUnplaced(rows, this.#as)
  }
}
