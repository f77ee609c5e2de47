import type { DAGEdge } from '#contract/entities.ts'
import type { RunId } from '#contract/ids.ts'
import type { Steps } from '#server/lib/Pace.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import type { SpanKind } from './AgentSpan.ts'
import { explicitSources } from './explicitEdges.ts'
import { langGraphSources } from './langGraphEdges.ts'
import type { TreeSpan } from './spanTree.ts'
import { TIME_EDGES_MAX, TimeOrder } from './timeEdges.ts'
import { byCandidateOrder, type NodeCandidate } from './NodeCandidate.ts'

type Tie = {
  readonly from: NodeCandidate
  readonly to: NodeCandidate
  readonly origin: 'recorded' | 'inferred'
  readonly condition: string | null
}

/**
 * The edges of a run. Each candidate uses the most reliable evidence available: explicit references in spans, the
 * steps of a LangGraph, time among siblings, or, if nothing precedes it, its enclosing candidate. The result is
 * acyclic.
 */
export function* edgesOfRun(
  run_id: RunId,
  candidates: readonly NodeCandidate[],
  candidateOf: ReadonlyMap<TreeSpan, NodeCandidate>,
  roles: ReadonlyMap<TreeSpan, SpanKind>,
): Steps<readonly DAGEdge[]> {
  const explicit = yield* explicitSources(candidates, candidateOf, roles)
  const ofLangGraph = langGraphSources(candidates)
  yield
  const ties: Tie[] = []
  for (const siblings of groupBy(candidates, ({ parent }) => parent).values()) {
    const order = new TimeOrder(siblings)
    for (const candidate of siblings) {
      const found = tiesTo(candidate, explicit, ofLangGraph, order, ties.length > TIME_EDGES_MAX)
      order.follow(
        candidate,
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
  candidate: NodeCandidate,
  explicit: (candidate: NodeCandidate) => readonly NodeCandidate[],
  ofLangGraph: ReturnType<typeof langGraphSources>,
  order: TimeOrder,
  isOverBudget: boolean,
): readonly Tie[] {
  order.reach(candidate)
  const named = explicit(candidate)
  if (named.length > 0) return named.map((from) => ({ from, to: candidate, origin: 'recorded', condition: null }))
  const { sources, isRecorded, condition } = ofLangGraph(candidate)
  if (sources.length > 0)
    return (isOverBudget ? sources.slice(-1) : sources).map((from) => ({
      from,
      to: candidate,
      origin: isRecorded ? 'recorded' : 'inferred',
      condition,
    }))
  const kept = isOverBudget
    ? order.lastBefore(candidate, (one) => !isOfGraph(candidate, one))
    : order.before(candidate).filter((one) => !isOfGraph(candidate, one))
  const from = kept.length > 0 ? kept : candidate.parent === undefined ? [] : [candidate.parent]
  return from.map((one) => ({ from: one, to: candidate, origin: 'inferred', condition: null }))
}

/** Nodes of one LangGraph are ordered by steps, never by time. */
const isOfGraph = (candidate: NodeCandidate, other: NodeCandidate): boolean =>
  candidate.langgraph?.step !== undefined &&
  other.langgraph?.parentNs === candidate.langgraph.parentNs &&
  (other.langgraph.graphKey ?? candidate.langgraph.graphKey) ===
    (candidate.langgraph.graphKey ?? other.langgraph.graphKey)

function counts(ties: readonly Tie[], keyOf: (tie: Tie) => NodeCandidate): ReadonlyMap<NodeCandidate, number> {
  const counted = new Map<NodeCandidate, number>()
  for (const tie of ties) counted.set(keyOf(tie), (counted.get(keyOf(tie)) ?? 0) + 1)
  return counted
}

/**
 * Removes edges that close a cycle: among candidates that cannot be sorted topologically, edges that run against the
 * order of starts are dropped. Clocks that disagree, or agents that refer to each other, can cause cycles.
 */
function acyclic(ties: readonly Tie[]): readonly Tie[] {
  const waiting = new Map<NodeCandidate, number>()
  const next = groupBy(ties, ({ from }) => from)
  for (const { from, to } of ties) {
    waiting.set(from, waiting.get(from) ?? 0)
    waiting.set(to, (waiting.get(to) ?? 0) + 1)
  }
  const free = [...waiting].flatMap(([candidate, count]) => (count === 0 ? [candidate] : []))
  for (let candidate = free.pop(); candidate !== undefined; candidate = free.pop()) {
    waiting.delete(candidate)
    for (const { to } of next.get(candidate) ?? []) {
      const left = (waiting.get(to) ?? 1) - 1
      waiting.set(to, left)
      if (left === 0) free.push(to)
    }
  }
  return waiting.size === 0
    ? ties
    : ties.filter(({ from, to }) => !waiting.has(from) || !waiting.has(to) || byCandidateOrder(from, to) < 0)
}
