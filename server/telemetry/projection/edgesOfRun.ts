import type { DAGEdge } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { Steps } from '#server/lib/Pace.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import { explicitSources } from './explicitEdges.ts'
import { langGraphSources } from './langGraphEdges.ts'
import type { TreeSpan } from './spanTree.ts'
import { TIME_EDGES_MAX, TimeOrder } from './timeEdges.ts'
import { byUnitOrder, type Unit } from './NodeCandidate.ts'

type Tie = {
  readonly from: Unit
  readonly to: Unit
  readonly origin: 'recorded' | 'inferred'
  readonly condition: string | null
}

/**
 * The edges, each unit's from the best that is known of it: what spans say outright, the steps of a LangGraph, the time among
 * siblings, and where nothing went before, the unit around it. Acyclic.
 */
export function* edgesOfRun(
  run_id: RunId,
  units: readonly Unit[],
  unitOf: ReadonlyMap<TreeSpan, Unit>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): Steps<readonly DAGEdge[]> {
  const explicit = yield* explicitSources(units, unitOf, roles)
  const ofLangGraph = langGraphSources(units)
  yield
  const ties: Tie[] = []
  for (const siblings of groupBy(units, ({ parent }) => parent).values()) {
    const order = new TimeOrder(siblings)
    for (const unit of siblings) {
      const found = tiesTo(unit, explicit, ofLangGraph, order, ties.length > TIME_EDGES_MAX)
      order.follow(
        unit,
        found.map(({ from }) => from),
      )
      for (const tie of found) ties.push(tie)
      yield
    }
  }
  const out = counts(ties, ({ from }) => from)
  const into = counts(ties, ({ to }) => to)
  yield
  const kept = acyclic(ties)
  yield
  return kept.map(({ from, to, origin, condition }) => ({
    run_id,
    from_node_id: from.node_id,
    to_node_id: to.node_id,
    dependency_type:
      condition !== null
        ? 'conditional'
        : (out.get(from) ?? 0) > 1 || (into.get(to) ?? 0) > 1
          ? 'parallel'
          : 'sequential',
    condition,
    origin,
  }))
}

function tiesTo(
  unit: Unit,
  explicit: (unit: Unit) => readonly Unit[],
  ofLangGraph: ReturnType<typeof langGraphSources>,
  order: TimeOrder,
  isOverBudget: boolean,
): readonly Tie[] {
  order.reach(unit)
  const named = explicit(unit)
  if (named.length > 0) return named.map((from) => ({ from, to: unit, origin: 'recorded', condition: null }))
  const { sources, isRecorded, condition } = ofLangGraph(unit)
  if (sources.length > 0)
    return (isOverBudget ? sources.slice(-1) : sources).map((from) => ({
      from,
      to: unit,
      origin: isRecorded ? 'recorded' : 'inferred',
      condition,
    }))
  const kept = isOverBudget
    ? order.lastBefore(unit, (one) => !isOfGraph(unit, one))
    : order.before(unit).filter((one) => !isOfGraph(unit, one))
  const from = kept.length > 0 ? kept : unit.parent === undefined ? [] : [unit.parent]
  return from.map((one) => ({ from: one, to: unit, origin: 'inferred', condition: null }))
}

/** Nodes of one LangGraph are ordered by their steps and never by time. */
const isOfGraph = (unit: Unit, other: Unit): boolean =>
  unit.langgraph?.step !== undefined &&
  other.langgraph?.parentNs === unit.langgraph.parentNs &&
  (other.langgraph.graphKey ?? unit.langgraph.graphKey) === (unit.langgraph.graphKey ?? other.langgraph.graphKey)

function counts(ties: readonly Tie[], keyOf: (tie: Tie) => Unit): ReadonlyMap<Unit, number> {
  const counted = new Map<Unit, number>()
  for (const tie of ties) counted.set(keyOf(tie), (counted.get(keyOf(tie)) ?? 0) + 1)
  return counted
}

/**
 * Drops what closes a circle: of the units that cannot be sorted, edges against the order of starts go. Clocks that
 * disagree, or agents that name each other, could make one.
 */
function acyclic(ties: readonly Tie[]): readonly Tie[] {
  const waiting = new Map<Unit, number>()
  const next = groupBy(ties, ({ from }) => from)
  for (const { from, to } of ties) {
    waiting.set(from, waiting.get(from) ?? 0)
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
  }
  const free = [...waiting].flatMap(([unit, count]) => (count === 0 ? [unit] : []))
  for (let unit = free.pop(); unit !== undefined; unit = free.pop()) {
    waiting.delete(unit)
    for (const { to } of next.get(unit) ?? []) {
      const left = (waiting.get(to) ?? 1) - 1
      waiting.set(to, left)
      if (left === 0) free.push(to)
    }
  }
  return waiting.size === 0
    ? ties
    : ties.filter(({ from, to }) => !waiting.has(from) || !waiting.has(to) || byUnitOrder(from, to) < 0)
}
