import type { RunId } from '#contract/ids.ts'
import type { RowFingerprints } from './RowFingerprints.ts'

/**
 * Maximum size of cached texts in UTF-16 units, most of which take one byte: enough for four runs of 5,000 spans each.
 */
const UNITS_MAX = 32_000_000

type WrittenRun = { readonly state: string; readonly texts: RowFingerprints; readonly units: number }

/**
 * Caches what a writer last wrote, so that a run that is rewritten again and again while it is in progress need not be
 * compared row by row in the database. Each entry has the state that the write gave the run, and is valid only while
 * the run is in that state: any other write changes it.
 */
export class WrittenRunCache {
  /** In order of writing, most recent last. */
  readonly #runs = new Map<RunId, WrittenRun>()
  #units = 0

  /** The stored rows of a run in this state; undefined if unknown. */
  textsOf(run_id: RunId, state: string | undefined): RowFingerprints | undefined {
    const known = this.#runs.get(run_id)
    return known !== undefined && known.state === state ? known.texts : undefined
  }

  keep(run_id: RunId, state: string, texts: RowFingerprints): void {
    const units = unitsIn(texts)
    this.#drop(run_id)
    this.#runs.set(run_id, { state, texts, units })
    this.#units += units
    for (const oldest of this.#runs.keys()) {
      if (this.#units <= UNITS_MAX) break
      this.#drop(oldest)
    }
  }

  #drop(run_id: RunId): void {
    this.#units -= this.#runs.get(run_id)?.units ?? 0
    this.#runs.delete(run_id)
  }
}

function unitsIn(texts: RowFingerprints): number {
  let units = 0
  for (const of of Object.values(texts)) for (const [key, text] of of) units += key.length + text.length
  return units
}
