import type { Steps } from '#server/lib/Pace.ts'
import { groupBy } from '#server/lib/groupBy.ts'
import { isCallKind } from './AgentSpan.ts'
import { isNodeSpan } from './rolesOfSpans.ts'
import { bySpanOrder, type TreeSpan } from './spanTree.ts'
import { eventIdOf, nodeIdOf } from './telemetryIds.ts'
import { byCandidateOrder, type LangGraphPlace, type NodeCandidate } from './NodeCandidate.ts'

/** A candidate in the making. */
export type Draft = {
  readonly key: string
  readonly trace_id: string
  readonly clock: string
  /** Spans that may be its own, parents before children. */
  readonly candidates: TreeSpan[]
  parent: Draft | undefined
  namedParent: Draft | undefined
  label: string | undefined
  /** LangGraph's name of this execution. */
  namespace: string | undefined
  firstStart: number
  /** For a candidate that never has a span of its own: when the last of its calls ended, infinite while one is running. */
  lastEnd: number | undefined
  isCall: boolean
}

type Finished = {
  readonly candidates: readonly NodeCandidate[]
  readonly candidateOf: ReadonlyMap<Draft, NodeCandidate>
}

/** Decides which spans are a candidate's own, and with them its times, its name and its key. */
export function* finishedCandidates(drafts: readonly Draft[]): Steps<Finished> {
  const candidateOf = new Map<Draft, NodeCandidate>()
  breakCircles(drafts)
  yield
  const starts = startsOf(drafts)
  yield
  for (const draft of drafts) {
    draft.firstStart = starts.get(draft) ?? draft.firstStart
    // An agent that others name as theirs, and that made no call itself, lasts as long as they do.
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
    // Of several attempts the first began it; spans within each other may be of several clocks.
    start: (draft.namespace === undefined ? outer : spans.at(-1))?.span.start ?? draft.firstStart,
    end: outer === undefined ? (Number.isFinite(draft.lastEnd) ? (draft.lastEnd ?? null) : null) : outer.span.end,
    clock: outer?.span.clock ?? draft.clock,
    graph: spans.find(({ span }) => span.graph !== undefined)?.span.graph,
    langgraph: langGraphPlace(draft, outer),
    namedParent: draft.namedParent?.key,
    isCall: draft.isCall,
  }
}

/** The spans of one execution end from the inside out, so the first to end was the first to be known, and its id stays. */
const firstToEnd = (spans: readonly TreeSpan[]): string | undefined =>
  [...spans].sort(
    (a, b) => (a.span.end ?? Infinity) - (b.span.end ?? Infinity) || b.depth - a.depth || bySpanOrder(a.span, b.span),
  )[0]?.span.key

/** Of a LangGraph node the own span is the one called so; else the outermost, if what is around it is known. */
function ownSpans(draft: Draft): readonly TreeSpan[] {
  if (draft.namespace === undefined) return draft.candidates
  // A node that is tried again keeps its namespace; how the last attempt ended is how the node did.
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

/** A candidate that is only known from what runs within it began no later than that. Linear: children before their parents. */
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

/** Agents may name each other as parents; a candidate must not be within itself. */
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
/** One line of bounded length; names are shown on cards. */
const clean = (name: string): string => name.replaceAll(/\s+/g, ' ').trim().slice(0, NAME_MAX) || 'agent'
