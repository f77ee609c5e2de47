import type { EventId, NodeId } from '#contract/ids.ts'
import type { TreeSpan } from './spanTree.ts'

/** One node of the graph to be: one execution of an agent, a step or a LangGraph node. */
export type NodeCandidate = {
  /** Names this execution for ever, also before its own span came. */
  readonly key: string
  /** Both made of the key. */
  readonly node_id: NodeId
  readonly startEvent: EventId
  readonly kind: 'agent' | 'step' | 'planning'
  /** Stable across runs; several candidates of one run may share it. */
  readonly name: string
  readonly agent: string | undefined
  readonly trace_id: string
  /** The candidate's own spans, outermost first; none while only spans within it came. */
  readonly spans: readonly TreeSpan[]
  /** The candidate that this one ran within. */
  readonly parent: NodeCandidate | undefined
  readonly depth: number
  readonly start: number
  /** Null while it runs, as far as is known. */
  readonly end: number | null
  readonly clock: string
  readonly graph: { readonly id: string; readonly parent_id: string | undefined } | undefined
  readonly langgraph: LangGraphPlace | undefined
  /** Key of a parent that the spans name outright, without a graph. */
  readonly namedParent: string | undefined
  /** Its own span is the call itself, in a run that has nothing but calls. */
  readonly isCall: boolean
}

export type LangGraphPlace = {
  readonly node: string
  /** Namespace and graph within which steps are counted; candidates of one `scope` are comparable. */
  readonly parentNs: string
  readonly graphKey: string | undefined
  readonly step: number | undefined
  readonly triggers: readonly string[]
  /** Which of several that one node sent out together. */
  readonly sent: number | undefined
}

/** By start; of those that began together, as what they are within, and as they were sent. */
export const byCandidateOrder = (a: NodeCandidate, b: NodeCandidate): number =>
  a.start - b.start ||
  a.depth - b.depth ||
  (a.parent !== undefined && b.parent !== undefined ? a.parent.start - b.parent.start : 0) ||
  (a.parent !== undefined && b.parent !== undefined ? bySending(a.parent, b.parent) : 0) ||
  bySending(a, b)

const bySending = (a: NodeCandidate, b: NodeCandidate): number =>
  (a.langgraph?.sent ?? 0) - (b.langgraph?.sent ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
