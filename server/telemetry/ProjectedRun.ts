import type { UnassignedCallKey } from '#server/store/ports/spans.ts'
import type { Session } from '#contract/entities.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'

/** The projection of the spans of one trace, or of all traces of one run. */
export type Projection = {
  /** Usually one run. None if there is no agent span; several if one trace contained several conversations. */
  readonly runs: readonly ProjectedRun[]
  /** The unassigned calls found if there is no run; see `isUnassignedCall`. */
  readonly unassignedCalls: readonly UnassignedCallKey[]
  /**
   * Whether only more spans could change the projection. False if time could: after a quiet period, a missing root is
   * given up, and the run has to be projected again with `isQuiet`.
   */
  readonly isSettled: boolean
}

export type ProjectedRun = { readonly session: Session; readonly bundle: RunBundle }

export type ProjectionClock = {
  /** No span of the run arrived for so long that no more are expected. */
  readonly isQuiet: boolean
}
