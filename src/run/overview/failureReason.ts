import type { RunError } from '#src/api/errorQueries.ts'
import { firstFailure } from '#src/lib/firstFailure.ts'

/** Why a run failed: the first error that contains no other, and the outermost error that contains it. */
export type FailureReason = {
  readonly cause: RunError
  /** Undefined if the cause itself is the outermost error. */
  readonly surfaced: RunError | undefined
}

/** @param errors in execution order; undefined if there are none */
export function failureReason(errors: readonly RunError[]): FailureReason | undefined {
  const parentOf = (row: number) => errors[row]?.parent ?? -1
  const first = firstFailure([...errors.keys()], parentOf)
  const cause = first === undefined ? undefined : errors[first]
  if (first === undefined || cause === undefined) return undefined
  // Parents may form a cycle.
  const passed = new Set([first])
  let top = first
  for (let up = parentOf(top); errors[up] !== undefined && !passed.has(up); up = parentOf(up)) {
    passed.add(up)
    top = up
  }
  return { cause, surfaced: top === first ? undefined : errors[top] }
}
