import type { Steps } from '#server/lib/Pace.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { isCallKind } from './AgentSpan.ts'
import { isNodeSpan } from './rolesOfSpans.ts'
import { bySpanOrder, type TreeSpan } from './spanTree.ts'
import { eventIdOf, nodeIdOf } from './telemetryIds.ts'
import { byCandidateOrder, type LangGraphPlace, type NodeCandidate } from './NodeCandidate.ts'

/** A candidate under construction. */
export type Draft = {
  readonly key: string
  readonly trace_id: string
  readonly clock: string
  /** Spans that may be its own, parents before children. */
  readonly candidates: TreeSpan[]
  parent: Draft | undefined
  namedParent: Draft | undefined
  label: string | undefined
  /** LangGraph's id of this execution. */
  namespace: string | undefined
  firstStart: number
  /** For a candidate that never has a span of its own: the end of its last call, infinite while one is running. */
  lastEnd: number | undefined
  isCall: boolean
}

type Finished = {
  readonly candidates: readonly NodeCandidate[]
  readonly candidateOf: ReadonlyMap<Draft, NodeCandidate>
}

/** Decides which spans are a candidate's own, which determine its times, its name and its key. */
export function* finishedCandidates(drafts: readonly Draft[]): Steps<Finished> {
  const candidateOf = new Map<Draft, NodeCandidate>()
  breakCircles(drafts)
  yield
  const starts = startsOf(drafts)
  yield
  for (const draft of drafts) {
    draft.firstStart = starts.get(draft) ?? draft.firstStart
    // An agent that others name as their parent and that made no calls itself lasts as long as they do.
    if (draft.namedParent !== undefined)
      draft.namedParent.lastEnd = Math.max(draft.namedParent.lastEnd ?? 0, draft.lastEnd ?? 0)
  }
  for (const draft of drafts) {
    const path: Draft[] = []
    for (let next: Draft | undefined = draft; next !== undefined && !candidateOf.has(next); next = next.parent)
      path.push(next)
    for (const one of path.reverse())
      candidateOf.set(one, candidateOfDraft(one, one.parent && candidateOf.get(one.parent)))
    yield
  }
  return { candidates: [...candidateOf.values()].sort(byCandidateOrder), candidateOf }
}

function candidateOfDraft(draft: Draft, parent: NodeCandidate | undefined): NodeCandidate {
  const spans = ownSpans(draft)
  const [outer] = spans
  const inner = spans.at(-1)
  const kinds = new Set(spans.map(({ span }) => span.kind))
  const isAgent = kinds.has('agent') || (spans.length === 0 && draft.namespace === undefined)
  const key = draft.namespace === undefined ? (firstToEnd(spans) ?? draft.key) : draft.key
  return {
    key,
    node_id: nodeIdOf(key),
    startEvent: eventIdOf(key, 'start'),
    kind: draft.namespace !== undefined ? 'step' : kinds.has('planning') ? 'planning' : isAgent ? 'agent' : 'step',
    name: clean(draft.label ?? inner?.span.label ?? 'agent'),
    agent: inner?.span.agent ?? (isAgent ? (draft.label ?? inner?.span.label) : undefined),
    trace_id: draft.trace_id,
    spans,
    parent,
    depth: (parent?.depth ?? -1) + 1,
    // With several attempts, the first one is the start. Nested spans may come from several clocks.
    start: (draft.namespace === undefined ? outer : spans.at(-1))?.span.start ?? draft.firstStart,
    end: outer === undefined ? (Number.isFinite(draft.lastEnd) ? (draft.lastEnd ?? null) : null) : outer.span.end,
    clock: outer?.span.clock ?? draft.clock,
    graph: spans.find(({ span }) => span.graph !== undefined)?.span.graph,
    langgraph: langGraphPlace(draft, outer),
    namedParent: draft.namedParent?.key,
    isCall: draft.isCall,
  }
}

/** The spans of one execution end from the inside out. The first to end arrived first, and its id is kept. */
const firstToEnd = (spans: readonly TreeSpan[]): string | undefined =>
  [...spans].sort(
    (a, b) => (a.span.end ?? Infinity) - (b.span.end ?? Infinity) || b.depth - a.depth || bySpanOrder(a.span, b.span),
  )[0]?.span.key

/**
 * For a LangGraph node, its own span is the one with its name. Otherwise it is the outermost, if its surroundings are
 * known.
 */
function ownSpans(draft: Draft): readonly TreeSpan[] {
  if (draft.namespace === undefined) return draft.candidates
  // A retried node keeps its namespace, and the outcome of the last attempt is the outcome of the node.
  const attempts = draft.candidates.filter(
    (one) => isNodeSpan(one) && (one.parent === undefined || !isNodeSpan(one.parent)),
  )
  if (attempts.length > 0) return attempts.sort((a, b) => bySpanOrder(b.span, a.span))
  const outermost = draft.candidates.find(({ parent, span }) => parent !== undefined && !isCallKind(span.kind))
  return outermost === undefined ? [] : [outermost]
}

function langGraphPlace(draft: Draft, outer: TreeSpan | undefined): LangGraphPlace | undefined {
  const { namespace: ns } = draft
  if (ns === undefined) return undefined
  const facts = [outer, ...draft.candidates].flatMap((one) =>
    one?.span.langgraph?.ns === ns ? [one.span.langgraph] : [],
  )[0]
  return {
    node: draft.label ?? '',
    parentNs: `${draft.trace_id}:${ns.slice(0, Math.max(0, ns.lastIndexOf('|')))}`,
    graphKey: outer?.span.parentKey ?? undefined,
    step: facts?.step,
    triggers: facts?.triggers ?? [],
    sent: facts?.sent,
  }
}

/**
 * A candidate known only from spans within it started no later than those. Linear: children before their parents.
 */
function startsOf(drafts: readonly Draft[]): ReadonlyMap<Draft, number> {
  const children = groupBy(drafts, ({ parent }) => parent)
  const order = [...(children.get(undefined) ?? [])]
  for (const draft of order) for (const child of children.get(draft) ?? []) order.push(child)
  const starts = new Map<Draft, number>()
  for (const draft of order.reverse()) {
    const start = Math.min(starts.get(draft) ?? Infinity, draft.firstStart)
    starts.set(draft, start)
    if (draft.parent) starts.set(draft.parent, Math.min(starts.get(draft.parent) ?? Infinity, start))
  }
  return starts
}

/** Agents may name each other as parents, but a candidate must not contain itself. */
function breakCircles(drafts: readonly Draft[]): void {
  const safe = new Set<Draft>()
  for (const draft of drafts) {
    const path = new Set<Draft>()
    for (let next: Draft | undefined = draft; next !== undefined && !safe.has(next); next = next.parent) {
      path.add(next)
      if (next.parent !== undefined && path.has(next.parent)) next.parent = undefined
    }
    for (const one of path) safe.add(one)
  }
}

const NAME_MAX = 200
/** A single line of limited length, because names are shown on cards. */
const clean = (name: string): string => name.replaceAll(/\s+/g, ' ').trim().slice(0, NAME_MAX) || 'agent'
