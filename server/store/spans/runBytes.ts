import type { RunId } from '#contract/ids.ts'
import type { RawSpan } from './RawSpan.ts'

/** Bytes of spans that are kept of one run: sixteen times what is ever drawn of one. */
export const RUN_BYTES_MAX = 256 * 1024 * 1024

export const reasonFull = (bytesMax: number): string => `its run has reached the limit of ${bytesMax} bytes of spans`

/** A span that came for a run, and how many bytes that has more with it. */
export type Arrival = { readonly span: RawSpan; readonly run_id: RunId; readonly more: number }

/** Those that runs have no room for, in the order in which they came. What makes a run no larger is always taken. */
export function spansWithoutRoom(
  arrivals: readonly Arrival[],
  stored: ReadonlyMap<RunId, number>,
  bytesMax: number,
): readonly RawSpan[] {
  const bytes = new Map(stored)
  return arrivals.flatMap(({ span, run_id, more }) => {
    const all = (bytes.get(run_id) ?? 0) + more
    if (more > 0 && all > bytesMax) return [span]
    bytes.set(run_id, all)
    return []
  })
}
