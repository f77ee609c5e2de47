import { timestampOf } from '#contract/timestamps.ts'
import type { Steps } from '#server/lib/Pace.ts'
import type { LooseCallKey } from '#server/store/ports/spans.ts'
import type { RawSpan } from '#server/store/spans/RawSpan.ts'
import { isNodeKind } from './AgentSpan.ts'
import { rolesOfSpans } from './rolesOfSpans.ts'
import { type SpanTree, spanTree } from './spanTree.ts'

/**
 * Whether spans tell of no more than one call, or of nothing but embeddings: no agent, step, graph or workflow, no
 * conversation, no second call. Some instrumentations begin a trace for each call of a model, and filling an index makes one
 * for each document; a list of runs must not fill with those.
 */
export const isLooseCall = (spans: readonly RawSpan[]): boolean => isLoose(spanTree(spans))

export function isLoose({ spans }: SpanTree): boolean {
  let calls = 0
  let embeddings = 0
  for (const { span } of spans) {
    if (span.kind === 'noise') continue
    const isWork = isNodeKind(span.kind) || span.kind === 'workflow' || span.langgraph !== undefined
    if (isWork || span.session !== undefined || span.claim !== undefined || span.parentAgent !== undefined) return false
    if (span.kind === 'embedding') embeddings++
    else calls++
  }
  // Two that are nested or share a parent are the work of one program.
  return calls === 0 ? embeddings > 0 : calls + embeddings === 1
}

/**
 * The calls of a tree that is loose: that one call, or the embeddings without what is told around them. One that is only
 * announced, by a span that stands for it until it ends, is none yet.
 */
export function* looseCallsIn(tree: SpanTree, given: readonly RawSpan[]): Steps<readonly LooseCallKey[]> {
  const came = new Set(given)
  const roles = yield* rolesOfSpans(tree)
  return tree.spans.flatMap((one) => {
    const { kind, raw, start } = one.span
    const isAround = kind === 'embedding' && roles.get(one) === 'container'
    if (kind === 'noise' || isAround || !came.has(raw)) return []
    return [{ trace_id: raw.trace_id, span_id: raw.span_id, started_at: timestampOf(start) }]
  })
}
