import type { Steps } from '#server/lib/Pace.ts'
import { isCallKind, isNodeKind, type SpanKind } from './AgentSpan.ts'
import type { SpanTree, TreeSpan } from './spanTree.ts'

/** What each span is at its place in the tree, where that differs from what it is alone. */
export function* rolesOfSpans({ spans }: SpanTree): Steps<ReadonlyMap<TreeSpan, SpanKind>> {
  const roles = new Map<TreeSpan, SpanKind>()
  const hasModel = new Set<TreeSpan>()
  const hasEmbedding = new Set<TreeSpan>()
  const hasGraphNode = new Set<TreeSpan>()
  const isGraph = new Set<TreeSpan>()
  // Children come after their parents, so going backwards everything below a span is known when it is met.
  for (const one of [...spans].reverse()) {
    const { parent, span } = one
    // The AI SDK tells of an embedding twice, of what was asked for and of each request that was made for it.
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

/** Spans of what runs within a node bear the node's name in their metadata, but only the node's own span is called so. */
export const isNodeSpan = ({ span }: TreeSpan): boolean =>
  span.langgraph !== undefined && span.raw.name === span.langgraph.node && !isCallKind(span.kind)

function roleOf({ span, parent }: TreeSpan, hasModel: boolean, hasGraphNode: boolean, isGraph: boolean): SpanKind {
  if (span.isModelIfAlone === true && !hasModel) return 'model'
  if (!isNodeKind(span.kind)) return span.kind
  // Which spans are nodes of a LangGraph is told by their namespaces, not by what an exporter thinks of a name.
  if (span.langgraph !== undefined) return 'container'
  if (isGraph) return 'workflow'
  // The workflow around agents with graph ids, itself called an AGENT: it has no name as one.
  const isWrapper = hasGraphNode && parent === undefined && span.graph === undefined && span.agent === undefined
  return isWrapper && span.kind === 'agent' ? 'workflow' : span.kind
}
