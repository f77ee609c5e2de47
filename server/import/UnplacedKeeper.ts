import type { ImportWriter, UnplacedRow } from '#server/store/ports/writer.ts'
import type { UnplacedFinding } from './findings.ts'
import { keptColumns } from './keptColumns.ts'

/** Rows that wait for the store at most, or fewer where their texts grow beyond this many UTF-16 units. */
export const KEPT_AT_ONCE = 500
const TEXT_MAX = 4_000_000

/**
 * Hands rows that have no place to the store, some hundred at a time: millions of events may name a run that is gone, and
 * memory must not grow with them.
 */
export class UnplacedKeeper {
  readonly #writer: Pick<ImportWriter, 'keepUnplaced'>
  #waiting: UnplacedRow[] = []
  #length = 0

  constructor(writer: Pick<ImportWriter, 'keepUnplaced'>) {
    this.#writer = writer
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

  /** Stores what waits. Runs that are written at the same time may go on keeping meanwhile. */
  async flush(): Promise<void> {
    const rows = this.#waiting
    this.#waiting = []
    this.#length = 0
    if (rows.length > 0) await this.#writer.keepUnplaced(rows)
  }
}
