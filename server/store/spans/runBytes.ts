import type { RunId } from '#contract/ids.ts'
import type { RawSpan } from './RawSpan.ts'

/** Maximum bytes of spans stored per run: 16 times the most that is ever projected of one. */
export const RUN_BYTES_MAX = 256 * 1024 * 1024

export const reasonFull = (bytesMax: number): string => `its run has reached the limit of ${bytesMax} bytes of spans`

/** A span that arrived for a run, and by how many bytes it makes the run grow. */
export type Arrival = { readonly span: RawSpan; readonly run_id: RunId; readonly more: number }

/**
 * Spans that exceed their run's limit, in order of arrival. A span that does not make its run larger is always
 * accepted.
 */
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
