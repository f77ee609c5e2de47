import { timestampOf } from '#contract/timestamps.ts'
import type { Steps } from '#server/lib/Pace.ts'
import type { UnassignedCallKey } from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { isNodeKind } from './AgentSpan.ts'
import { rolesOfSpans } from './rolesOfSpans.ts'
import { type SpanTree, spanTree } from './spanTree.ts'

/**
 * Whether the spans contain only one call, or only embeddings: no agent, step, graph or workflow, no conversation, no
 * second call. Some instrumentations start a trace for each model call, and indexing starts one for each document;
 * these must not fill the run list.
 */
export const isUnassignedCall = (spans: readonly RawSpan[]): boolean => isUnassigned(spanTree(spans))

export function isUnassigned({ spans }: SpanTree): boolean {
  let calls = 0
  let embeddings = 0
  for (const { span } of spans) {
    if (span.kind === 'noise') continue
    const isWork = isNodeKind(span.kind) || span.kind === 'workflow' || span.langgraph !== undefined
    if (isWork || span.session !== undefined || span.claim !== undefined || span.parentAgent !== undefined) return false
    if (span.kind === 'embedding') embeddings++
    else calls++
  }
  // Two spans that are nested or share a parent are the work of one program.
  return calls === 0 ? embeddings > 0 : calls + embeddings === 1
}

/**
 * The unassigned calls of such a tree: its one call, or its embeddings without the spans around them. A pending span,
 * which stands for a running call until it ends, does not count yet.
 */
export function* unassignedCallsIn(tree: SpanTree, given: readonly RawSpan[]): Steps<readonly UnassignedCallKey[]> {
  const came = new Set(given)
  const roles = yield* rolesOfSpans(tree)
  return tree.spans.flatMap((one) => {
    const { kind, raw, start } = one.span
    const isAround = kind === 'embedding' && roles.get(one) === 'container'
    if (kind === 'noise' || isAround || !came.has(raw)) return []
    return [{ trace_id: raw.trace_id, span_id: raw.span_id, started_at: timestampOf(start) }]
  })
}
