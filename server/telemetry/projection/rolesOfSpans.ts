import type { Steps } from '#server/lib/Pace.ts'
import { isCallKind, isNodeKind, type SpanKind } from './AgentSpan.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'

/** The role of each span in its tree, where it differs from the kind of the span alone. */
export function* rolesOfSpans({ spans }: SpanTree): Steps<ReadonlyMap<TreeSpan, SpanKind>> {
  const roles = new Map<TreeSpan, SpanKind>()
  const hasModel = new Set<TreeSpan>()
  const hasEmbedding = new Set<TreeSpan>()
  const hasGraphNode = new Set<TreeSpan>()
  const isGraph = new Set<TreeSpan>()
  // Children come after their parents, so in reverse order everything below a span is known before the span.
  for (const one of [...spans].reverse()) {
    const { parent, span } = one
    // The AI SDK reports an embedding twice: as the operation, and as each request it made.
    const isAroundCall = span.kind === 'embedding' && hasEmbedding.has(one)
    const role = isAroundCall ? 'container' : roleOf(one, hasModel.has(one), hasGraphNode.has(one), isGraph.has(one))
    roles.set(one, role)
    yield
    if (parent === undefined) continue
    if (span.kind === 'embedding') hasEmbedding.add(parent)
    if (role === 'model' || hasModel.has(one)) hasModel.add(parent)
    if ((isNodeKind(role) && span.graph !== undefined) || hasGraphNode.has(one)) hasGraphNode.add(parent)
    if (isNodeSpan(one) && parent.span.langgraph === undefined) isGraph.add(parent)
  }
  return roles
}

/** Spans within a node carry the node's name in their metadata, but only the node's own span has it as its name. */
export const isNodeSpan = ({ span }: TreeSpan): boolean =>
  span.langgraph !== undefined && span.raw.name === span.langgraph.node && !isCallKind(span.kind)

function roleOf({ span, parent }: TreeSpan, hasModel: boolean, hasGraphNode: boolean, isGraph: boolean): SpanKind {
  if (span.isModelIfAlone === true && !hasModel) return 'model'
  if (!isNodeKind(span.kind)) return span.kind
  // Namespaces decide which spans are nodes of a LangGraph, not an exporter's interpretation of a name.
  if (span.langgraph !== undefined) return 'container'
  if (isGraph) return 'workflow'
  // The workflow around agents with graph ids, also labelled AGENT: it has no agent name.
  const isWrapper = hasGraphNode && parent === undefined && span.graph === undefined && span.agent === undefined
  return isWrapper && span.kind === 'agent' ? 'workflow' : span.kind
}
