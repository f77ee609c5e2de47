import type { RunId } from '#contract/ids.ts'
import type { RowFingerprints } from './RowFingerprints.ts'

/** UTF-16 units of texts that are kept, most of which take a byte: those of four runs of 5,000 spans each. */
const UNITS_MAX = 32_000_000

type WrittenRun = { readonly state: string; readonly texts: RowFingerprints; readonly units: number }

/**
 * What a writer last wrote of runs, so that a run that is written again and again, as one is that goes on, need not be
 * compared row by row in the database. Each is kept with the state that the write gave the run in the database, and counts
 * only while the run is still in it: any other write, of whatever writer, gives it another one.
 */
export class WrittenRunCache {
  /** The one that was written last at the end. */
  readonly #runs = new Map<RunId, WrittenRun>()
  #units = 0

  /** What is stored of a run in this state; undefined where that is not known. */
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
