import { RunId } from '#contract/ids.ts'
import { runIdOfTrace } from './projection/telemetryIds.ts'
import type { RawSpan } from './RawSpan.ts'

/** An attribute of a span or a resource by which a program says that several traces are one run. */
export const RUN_ATTRIBUTE = 'runlens.run.id'

/** The run of each trace: its own id as a UUID, unless one of its spans names a run. */
export function runOfSpans(spans: readonly RawSpan[]): ReadonlyMap<string, RunId> {
  const runs = new Map<string, RunId>()
  const named = new Map<string, RunId>()
  for (const { trace_id, attributes, resource } of spans) {
    if (!runs.has(trace_id)) runs.set(trace_id, runIdOfTrace(trace_id))
    for (const value of [attributes[RUN_ATTRIBUTE], resource[RUN_ATTRIBUTE]]) {
      const run = RunId.safeParse(typeof value === 'string' ? value.toLowerCase() : value)
      // Two spans of a trace that disagree must not make the result depend on their order.
      if (run.success && (named.get(trace_id) ?? run.data) >= run.data) named.set(trace_id, run.data)
    }
  }
  return new Map([...runs, ...named])
}
