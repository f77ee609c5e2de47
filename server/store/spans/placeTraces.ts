import type { RunId } from '#contract/ids.ts'
import { drawnFrom, mayWrite, type RunOrigin } from '../ports/origin.ts'
import type { RawSpan } from './RawSpan.ts'
import { namedRun, runOfTrace } from './runOfTrace.ts'

/** The run that a trace belongs to, and whether a span named it. */
export type Place = { readonly run_id: RunId; readonly isNamed: boolean }

export type PlacedTraces = {
  /** Traces that had no run yet, or that move to another one. */
  readonly places: ReadonlyMap<string, Place>
  /** Runs without an owner so far, or whose own trace now names them. */
  readonly claims: ReadonlyMap<RunId, RunOrigin>
  /** Spans that no run could take, by reason. */
  readonly refused: ReadonlyMap<string, readonly RawSpan[]>
}

const NAMED = 'the run named by the span belongs to another writer or trace, so nothing is added to it'
const OWN =
  'the run with the id of the trace belongs to another writer or was named by another trace, so nothing is added to it'

/**
 * Finds the run of each trace. The first span that names a run which is free, or which other traces named too, decides;
 * otherwise it is the run of the trace's own id. A trace that was assigned by name stays where it is. Runs of another
 * origin are left alone: spans that name one are refused, and so are spans of a trace whose own run is one.
 */
export function placeTraces(
  spans: readonly RawSpan[],
  known: ReadonlyMap<string, Place>,
  origins: ReadonlyMap<RunId, RunOrigin>,
): PlacedTraces {
  const places = new Map<string, Place>()
  const claims = new Map<RunId, RunOrigin>()
  const refused = new Map<string, RawSpan[]>()
  const originOf = (run_id: RunId) => claims.get(run_id) ?? origins.get(run_id)
  const refuse = (why: string, ones: readonly RawSpan[]) => {
    if (ones.length > 0) refused.set(why, [...(refused.get(why) ?? []), ...ones])
  }
  const take = (trace_id: string, run_id: RunId, isNamed: boolean) => {
    places.set(trace_id, { run_id, isNamed })
    const origin = originOf(run_id)
    if (origin === undefined || (isNamed && !origin.is_named)) claims.set(run_id, drawnFrom(run_id, isNamed))
  }

  for (const [trace_id, ofTrace] of unnamedFirst(spans)) {
    const before = known.get(trace_id)
    if (before?.isNamed === true) continue
    const own = runOfTrace(trace_id)
    const isFree = (run_id: RunId) => {
      const origin = originOf(run_id)
      return origin === undefined || (mayWrite(drawnFrom(run_id), origin) && (origin.is_named || run_id === own))
    }
    const named = namesIn(ofTrace).find(isFree)
    if (named !== undefined) {
      take(trace_id, named, true)
      continue
    }
    const bearing = ofTrace.filter((span) => namedRun(span) !== undefined)
    const bare = ofTrace.filter((span) => namedRun(span) === undefined)
    refuse(NAMED, bearing)
    if (bare.length === 0 || before !== undefined) continue
    const origin = originOf(own)
    if (origin === undefined || (mayWrite(drawnFrom(own), origin) && !origin.is_named)) take(trace_id, own, false)
    else refuse(OWN, bare)
  }
  return { places, claims, refused }
}

/**
 * Runs whose origins are needed to place these spans. A trace that is placed already and names no other run needs none.
 */
export function runsAskedFor(spans: readonly RawSpan[], known: ReadonlyMap<string, Place>): readonly RunId[] {
  const asked = new Set<RunId>()
  for (const span of spans) {
    const named = namedRun(span)
    if (named !== undefined) asked.add(named)
    if (named !== undefined || !known.has(span.trace_id)) asked.add(runOfTrace(span.trace_id))
  }
  return [...asked]
}

/**
 * The spans of each trace. Traces that name no run come first, because a trace has priority for the run of its own id.
 */
function unnamedFirst(spans: readonly RawSpan[]): readonly (readonly [string, readonly RawSpan[]])[] {
  const traces = new Map<string, RawSpan[]>()
  for (const span of spans) {
    const ofTrace = traces.get(span.trace_id)
    if (ofTrace) ofTrace.push(span)
    else traces.set(span.trace_id, [span])
  }
  const all = [...traces]
  const isNaming = ([, ofTrace]: readonly [string, readonly RawSpan[]]) => namesIn(ofTrace).length > 0
  return [...all.filter((one) => !isNaming(one)), ...all.filter(isNaming)]
}

const namesIn = (spans: readonly RawSpan[]): readonly RunId[] => [
  ...new Set(spans.flatMap((span) => namedRun(span) ?? [])),
]
