import { isUnitKind } from './AgentSpan.ts'
import type { SpanTree } from './spanTree.ts'
import { spanTree } from './spanTree.ts'
import type { RawSpan } from '../RawSpan.ts'

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
    const isWork = isUnitKind(span.kind) || span.kind === 'workflow' || span.langgraph !== undefined
    if (isWork || span.session !== undefined || span.claim !== undefined || span.parentAgent !== undefined) return false
    if (span.kind === 'embedding') embeddings++
    else calls++
  }
  // Two that are nested or share a parent are the work of one program.
  return calls === 0 ? embeddings > 0 : calls + embeddings === 1
}
