import type { RunId } from '#contract/ids.ts'
import type { RunWriter } from '#server/store/ports/writer.ts'
import { OtherOriginError, StoreUnavailableError } from '#server/store/ports/errors.ts'
import type { ProjectedRun, Projection, ProjectionClock } from './ProjectedRun.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { DueRun, Lane, ReadBounds, SpansOfRun, SpanStore } from '#server/store/ports/spans.ts'

/** A root that did not come within this time after the last span is not waited for any more. */
export const QUIET_MS = 30_000

const MIB = 1024 * 1024
/** What one projection reads of a run. Drawing takes about eight times the bytes, and a few KB for each span. */
export const PROJECTION_BOUNDS: ReadBounds = { spans: 20_000, bytes: 16 * MIB }

/** Claims are renewed so often, much sooner than they end. A run is under suspicion by the first or second renewal. */
const RENEW_MS = 1_000

export type Project = (run_id: RunId, spans: readonly RawSpan[], clock: ProjectionClock) => Promise<Projection>

export type ProjectorParts = {
  readonly spans: SpanStore
  readonly writer: Pick<RunWriter, 'replaceRun'>
  readonly project: Project
  readonly quietMs?: number | undefined
  readonly bounds?: ReadBounds | undefined
  /**
   * A run that goes on rests so many times as long as it took to draw, so that a large one leaves the processor to others.
   * None rests without this.
   */
  readonly restFactor?: number | undefined
  /** Told of a run that could not be projected. Its spans stay, and it is tried again when more of them come. */
  readonly onFailure: (run_id: RunId, error: unknown) => void
}

/** What is drawn faster need not rest: a run that somebody watches is drawn within a moment. */
const QUICK_MS = 150
/** A slow machine takes its time for a small run too, whose end must be on screen soon all the same. */
const REST_MAX_MS: Readonly<Record<Lane, number>> = { small: 1000, large: 60_000, any: 60_000 }

const UNAVAILABLE_MAX = 3

/** Draws runs from their spans: always the whole run anew, so that the order in which spans come does not matter. */
export class Projector {
  readonly #parts: ProjectorParts
  readonly #quietMs: number
  /** How often in a row the store was unavailable for a run. */
  readonly #unavailable = new Map<RunId, number>()

  constructor(parts: ProjectorParts) {
    this.#parts = parts
    this.#quietMs = parts.quietMs ?? QUIET_MS
  }

  /** Projects what is due until nothing is, or until it is told to stop; answers with the number of runs. Throws `StoreUnavailableError`. */
  async projectDue(isStopped: () => boolean = () => false, lane: Lane = 'any'): Promise<number> {
    const { spans } = this.#parts
    const renewing = setInterval(() => void spans.renewClaims().catch(() => undefined), RENEW_MS)
    try {
      for (let count = 0; ; count++) {
        if (isStopped()) return count
        // One at a time: another server takes the next. What is due next is known when this one is done.
        // oxlint-disable-next-line no-await-in-loop -- as said
        const [due] = await spans.listDue(this.#quietMs, 1, lane)
        if (due === undefined) return count
        // oxlint-disable-next-line no-await-in-loop -- one after the other: each takes a processor for itself
        await this.#projectRun(due, lane)
      }
    } finally {
      clearInterval(renewing)
    }
  }

  /** Whatever is wrong with one run is noted of it, so that it never keeps the others from being drawn. */
  async #projectRun(due: DueRun, lane: Lane): Promise<void> {
    const { run_id } = due
    const { spans, onFailure } = this.#parts
    let read: SpansOfRun | undefined
    try {
      read = await spans.spansOfRun(run_id, this.#parts.bounds ?? PROJECTION_BOUNDS)
      await this.#draw(due, read, lane)
      this.#unavailable.delete(run_id)
    } catch (error) {
      // The store gave this run a moment ago: where it is this run alone that it does not answer for, it is the run.
      const times = error instanceof StoreUnavailableError ? (this.#unavailable.get(run_id) ?? 0) + 1 : UNAVAILABLE_MAX
      this.#unavailable.set(run_id, times)
      if (times < UNAVAILABLE_MAX) throw error
      this.#unavailable.delete(run_id)
      onFailure(run_id, error)
      await spans.markFailed(run_id, read?.revision, `Processing failed: ${kindOf(error)}.`)
    }
  }

  async #draw({ run_id, isQuiet }: DueRun, read: SpansOfRun, lane: Lane): Promise<void> {
    const { spans, project, restFactor = 0 } = this.#parts
    const start = performance.now()
    const projection = await project(run_id, read.spans, { isQuiet })
    // oxlint-disable-next-line no-await-in-loop -- runs in turn
    for (const run of projection.runs) await this.#write(run_id, { ...run, bundle: bundleOf(run, read) })
    // What is still open after the quiet time stays open: another look at the same spans would find the same.
    const isSettled = projection.isSettled || isQuiet
    const tookMs = performance.now() - start
    const restMs = tookMs < QUICK_MS ? 0 : Math.min(REST_MAX_MS[lane], tookMs * restFactor)
    const { revision, waiting } = read
    await spans.markProjected(run_id, revision, isSettled, projection.looseCalls, { waiting, restMs })
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

/** A run that shows only a part of its spans says so. */
function bundleOf({ bundle }: ProjectedRun, { leftOut, shortened }: SpansOfRun): ProjectedRun['bundle'] {
  if (leftOut === 0 && shortened === 0) return bundle
  const told = {
    ...(leftOut > 0 && { spans_left_out: leftOut }),
    ...(shortened > 0 && { spans_shortened: shortened }),
  }
  return { ...bundle, run: { ...bundle.run, meta: { ...bundle.run.meta, ...told } } }
}

/** The class of an error alone: its message may repeat what was sent. */
const kindOf = (error: unknown): string =>
  error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'Error'
