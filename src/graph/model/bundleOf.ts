import type { EnrichedEdge } from '#contract/summaries.ts'

/** The edges that one line stands for, and their common properties. */
export type Bundle = {
  readonly edges: readonly EnrichedEdge[]
  /** The common type; undefined if they differ. */
  readonly dependency_type: string | undefined
  readonly isDerived: boolean
  /** The common condition; null if any edge has none. */
  readonly condition: string | null
  readonly message_count: number
}

/** Undefined if no edges are left to draw. */
export function bundleOf(edges: readonly EnrichedEdge[]): Bundle | undefined {
  const [first, ...others] = edges
  if (!first) return undefined
  if (others.length === 0) {
    const { dependency_type, origin, condition, message_count } = first
    return { edges, dependency_type, isDerived: origin !== 'recorded', condition, message_count }
  }
  const isShared = (key: 'dependency_type' | 'condition') => others.every((edge) => edge[key] === first[key])
  const conditions = new Set(edges.map(({ condition }) => condition))
  return {
    edges,
    dependency_type: isShared('dependency_type') ? first.dependency_type : undefined,
    isDerived: edges.every(({ origin }) => origin !== 'recorded'),
    condition: isShared('condition') ? first.condition : conditions.has(null) ? null : `${conditions.size} conditions`,
    message_count: edges.reduce((sum, { message_count }) => sum + message_count, 0),
  }
}
