import type { RunId } from '#contract/ids.ts'
import type { RunWriter } from '#server/store/ports/writer.ts'
import { OtherOriginError, StoreUnavailableError } from '#server/store/ports/errors.ts'
import type { ProjectedRun, Projection, ProjectionClock } from './ProjectedRun.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import type { DueRun, Lane, ReadBounds, SpansOfRun, SpanStore } from '#server/store/ports/spans.ts'

/** How long after the last span a missing root is waited for. */
export const QUIET_MS = 30_000

const MIB = 1024 * 1024
/** What one projection reads of a run. Projecting takes about eight times these bytes, plus a few KB per span. */
export const PROJECTION_BOUNDS: ReadBounds = { spans: 20_000, bytes: 16 * MIB }

/**
 * How often claims are renewed, well before they expire. By the first or second renewal, the run counts as suspect.
 */
const RENEW_MS = 1_000

export type Project = (run_id: RunId, spans: readonly RawSpan[], clock: ProjectionClock) => Promise<Projection>

export type ProjectorParts = {
  readonly spans: SpanStore
  readonly writer: Pick<RunWriter, 'replaceRun'>
  readonly project: Project
  readonly quietMs?: number | undefined
  readonly bounds?: ReadBounds | undefined
  /**
   * A run that is still active pauses for this multiple of its projection time, so that a large run leaves the
   * processor to others. No pause if unset.
   */
  readonly restFactor?: number | undefined
  /** Called for a run that could not be projected. Its spans are kept, and it is retried when more arrive. */
  readonly onFailure: (run_id: RunId, error: unknown) => void
}

/** Projections faster than this need no pause, so that a run being watched is updated quickly. */
const QUICK_MS = 150
/** On a slow machine, small runs take long too, but their end must still appear on screen soon. */
const REST_MAX_MS: Readonly<Record<Lane, number>> = { small: 1000, large: 60_000, any: 60_000 }

const UNAVAILABLE_MAX = 3

/**
 * Projects runs from their spans. It always projects the whole run, so the order in which spans arrive does not
 * matter.
 */
export class Projector {
  readonly #parts: ProjectorParts
  readonly #quietMs: number
  /** How many times in a row the store was unavailable for a run. */
  readonly #unavailable = new Map<RunId, number>()

  constructor(parts: ProjectorParts) {
    this.#parts = parts
    this.#quietMs = parts.quietMs ?? QUIET_MS
  }

  /**
   * Projects due runs until none are left or it is told to stop. Returns the number of runs. Throws
   * `StoreUnavailableError`.
   */
  async projectDue(isStopped: () => boolean = () => false, lane: Lane = 'any'): Promise<number> {
    const { spans } = this.#parts
    const renewing = setInterval(() => void spans.renewClaims().catch(() => undefined), RENEW_MS)
    try {
      for (let count = 0; ; count++) {
        if (isStopped()) return count
        // One at a time: another server takes the next. Only after this run is it known which one is due next.
        // oxlint-disable-next-line no-await-in-loop -- one run at a time, see above
        const [due] = await spans.listDue(this.#quietMs, 1, lane)
        if (due === undefined) return count
        // oxlint-disable-next-line no-await-in-loop -- sequential, because each projection occupies a processor
        await this.#projectRun(due, lane)
      }
    } finally {
      clearInterval(renewing)
    }
  }

  /** Records failures per run, so that one bad run never blocks the others. */
  async #projectRun(due: DueRun, lane: Lane): Promise<void> {
    const { run_id } = due
    const { spans, onFailure } = this.#parts
    let read: SpansOfRun | undefined
    try {
      read = await spans.spansOfRun(run_id, this.#parts.bounds ?? PROJECTION_BOUNDS)
      await this.#draw(due, read, lane)
      this.#unavailable.delete(run_id)
    } catch (error) {
      // The store returned this run a moment ago. If the store fails for this run alone, the run is the cause.
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
    // oxlint-disable-next-line no-await-in-loop -- runs are written in order
    for (const run of projection.runs) await this.#write(run_id, { ...run, bundle: bundleOf(run, read) })
    // What is still open after the quiet period stays open: projecting the same spans again would change nothing.
    const isSettled = projection.isSettled || isQuiet
    const tookMs = performance.now() - start
    const restMs = tookMs < QUICK_MS ? 0 : Math.min(REST_MAX_MS[lane], tookMs * restFactor)
    const { revision, waiting } = read
    await spans.markProjected(run_id, revision, isSettled, projection.unassignedCalls, { waiting, restMs })
  }

  /** Leaves a run alone if another source owns it, and still writes the others. */
  async #write(source: RunId, { session, bundle }: ProjectedRun): Promise<void> {
    try {
      await this.#parts.writer.replaceRun(session, bundle, source)
    } catch (error) {
      if (!(error instanceof OtherOriginError)) throw error
      this.#parts.onFailure(bundle.run.run_id, error)
    }
  }
}

/** Marks a run that is based on only part of its spans. */
function bundleOf({ bundle }: ProjectedRun, { leftOut, shortened }: SpansOfRun): ProjectedRun['bundle'] {
  if (leftOut === 0 && shortened === 0) return bundle
  const told = {
    ...(leftOut > 0 && { spans_left_out: leftOut }),
    ...(shortened > 0 && { spans_shortened: shortened }),
  }
  return { ...bundle, run: { ...bundle.run, meta: { ...bundle.run.meta, ...told } } }
}

/** Only the class of the error, because its message may contain received data. */
const kindOf = (error: unknown): string =>
  error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'Error'
