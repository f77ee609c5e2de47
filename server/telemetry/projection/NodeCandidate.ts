import type { EventId, NodeId } from '#contract/ids.ts'
import type { TreeSpan } from './spanTree.ts'

/** A future node of the graph: one execution of an agent, a step or a LangGraph node. */
export type NodeCandidate = {
  /** Identifies this execution permanently, even before its own span arrives. */
  readonly key: string
  /** Both derived from the key. */
  readonly node_id: NodeId
  readonly startEvent: EventId
  readonly kind: 'agent' | 'step' | 'planning'
  /** Stable across runs; several candidates of one run may share it. */
  readonly name: string
  readonly agent: string | undefined
  readonly trace_id: string
  /** The candidate's own spans, outermost first. Empty while only spans within it have arrived. */
  readonly spans: readonly TreeSpan[]
  /** The candidate that this one ran within. */
  readonly parent: NodeCandidate | undefined
  readonly depth: number
  readonly start: number
  /** Null while it is running, as far as known. */
  readonly end: number | null
  readonly clock: string
  readonly graph: { readonly id: string; readonly parent_id: string | undefined } | undefined
  readonly langgraph: LangGraphPlace | undefined
  /** Key of a parent that the spans name explicitly, without a graph. */
  readonly namedParent: string | undefined
  /** Its own span is the call itself, in a run that contains only calls. */
  readonly isCall: boolean
}

export type LangGraphPlace = {
  readonly node: string
  /** The namespace and graph whose steps are counted. Candidates are comparable only within the same `scope`. */
  readonly parentNs: string
  readonly graphKey: string | undefined
  readonly step: number | undefined
  readonly triggers: readonly string[]
  /** The index among several sends from one node. */
  readonly sent: number | undefined
}

/** By start; ties by nesting, then by send order. */
export const byCandidateOrder = (a: NodeCandidate, b: NodeCandidate): number =>
  a.start - b.start ||
  a.depth - b.depth ||
  (a.parent !== undefined && b.parent !== undefined ? a.parent.start - b.parent.start : 0) ||
  (a.parent !== undefined && b.parent !== undefined ? bySending(a.parent, b.parent) : 0) ||
  bySending(a, b)

const bySending = (a: NodeCandidate, b: NodeCandidate): number =>
  (a.langgraph?.sent ?? 0) - (b.langgraph?.sent ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
