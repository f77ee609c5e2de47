import type { RunId } from '#contract/ids.ts'
import type { RunWriter } from '#server/RunWriter.ts'
import { OtherOriginError, StoreUnavailableError } from '#server/ports.ts'
import type { LooseCallKey, ProjectedRun, Projection, ProjectionClock } from './ProjectedRun.ts'
import type { RawSpan } from './RawSpan.ts'
import type { DueRun, SpanStore } from './SpanStore.ts'

/** A root that did not come within this time after the last span is not waited for any more. */
export const QUIET_MS = 30_000

const RUNS_AT_ONCE = 20

export type Project = (run_id: RunId, spans: readonly RawSpan[], clock: ProjectionClock) => Promise<Projection>

export type ProjectorParts = {
  readonly spans: SpanStore
  readonly writer: Pick<RunWriter, 'replaceRun'>
  readonly project: Project
  readonly quietMs?: number | undefined
  /** Told of a run that could not be projected. Its spans stay, and it is tried again when more of them come. */
  readonly onFailure: (run_id: RunId, error: unknown) => void
}

/** Draws runs from their spans: always the whole run anew, so that the order in which spans come does not matter. */
export class Projector {
  readonly #parts: ProjectorParts
  readonly #quietMs: number

  constructor(parts: ProjectorParts) {
    this.#parts = parts
    this.#quietMs = parts.quietMs ?? QUIET_MS
  }

  /** Projects what is due until nothing is, or until it is told to stop; answers with the number of runs. Throws `StoreUnavailableError`. */
  async projectDue(isStopped: () => boolean = () => false): Promise<number> {
    let count = 0
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- what is due next is known when these are done
      const due = await this.#parts.spans.listDue(this.#quietMs, RUNS_AT_ONCE)
      for (const run of due) {
        if (isStopped()) return count
        // oxlint-disable-next-line no-await-in-loop -- one after the other: each takes a processor for itself
        await this.#projectRun(run)
        count += 1
      }
      if (due.length < RUNS_AT_ONCE) return count
    }
  }

  async #projectRun({ run_id, isQuiet }: DueRun): Promise<void> {
    const { spans, project, onFailure } = this.#parts
    const read = await spans.spansOfRun(run_id)
    let isSettled = true
    let looseCalls: readonly LooseCallKey[] = []
    try {
      const projection = await project(run_id, read.spans, { isQuiet })
      // oxlint-disable-next-line no-await-in-loop -- runs in turn
      for (const run of projection.runs) await this.#write(run_id, run)
      looseCalls = projection.looseCalls
      // What is still open after the quiet time stays open: another look at the same spans would find the same.
      isSettled = projection.isSettled || isQuiet
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error
      onFailure(run_id, error)
    }
    await spans.markProjected(run_id, read.revision, isSettled, looseCalls)
  }

  /** A run that another writer made is left alone, and those beside it are drawn all the same. */
  async #write(source: RunId, { session, bundle }: ProjectedRun): Promise<void> {
    try {
      await this.#parts.writer.replaceRun(session, bundle, source)
    } catch (error) {
      if (!(error instanceof OtherOriginError)) throw error
      this.#parts.onFailure(bundle.run.run_id, error)
    }
  }
}
