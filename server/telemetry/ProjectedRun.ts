import type { LooseCallKey } from '#server/store/ports/spans.ts'
import type { Session } from '#contract/entities.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'

/** What the spans of one trace, or of the traces of one run, say. */
export type Projection = {
  /** Usually one run; none where no span tells of an agent's work; several where one trace carried several conversations. */
  readonly runs: readonly ProjectedRun[]
  /** The calls that were found where there is no run; see `isLooseCall`. */
  readonly looseCalls: readonly LooseCallKey[]
  /**
   * Whether more spans are the only thing that could change the projection. False where time could: a root that never
   * comes is given up after a quiet time, and then the projection has to be made again with `isQuiet`.
   */
  readonly isSettled: boolean
}

export type ProjectedRun = { readonly session: Session; readonly bundle: RunBundle }

export type ProjectionClock = {
  /** No span of the run came for so long that none is expected any more. */
  readonly isQuiet: boolean
}
