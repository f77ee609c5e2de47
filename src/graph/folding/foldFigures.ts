import type { EnrichedNode } from '#contract/summaries.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { byUrgency } from './reasonOf.ts'

export type StatusCount = { readonly status: string; readonly count: number }

/** What a card of several nodes shows about them. Figures are undefined if no member has any. */
export type FoldFigures = {
  readonly count: number
  readonly statuses: readonly StatusCount[]
  /** Of finished members only: a running node has no duration yet. */
  readonly total_ms: number | undefined
  readonly longest_ms: number | undefined
  readonly error_count: number
  readonly tokens: number | undefined
  readonly cost_usd: number | undefined
}

/** The number of nodes per status: statuses that need attention first, worst first, then by count. O(nodes). */
export function statusCounts(nodes: readonly Pick<EnrichedNode, 'status'>[]): readonly StatusCount[] {
  const counts = new Map<string, number>()
  for (const { status } of nodes) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .map(([status, count]) => ({ status, count }))
    .toSorted((a, b) => byUrgency(a.status, b.status) || b.count - a.count)
}

/** O(members). */
export function foldFigures(members: readonly EnrichedNode[]): FoldFigures {
  const times = members.flatMap(({ status, duration_ms }) =>
    duration_ms === null || statusToken(status).turns ? [] : duration_ms,
  )
  const tokens = members.flatMap(({ input_tokens, output_tokens }) =>
    input_tokens === null && output_tokens === null ? [] : (input_tokens ?? 0) + (output_tokens ?? 0),
  )
  const costs = members.flatMap(({ cost_usd }) => cost_usd ?? [])
  const sum = (figures: readonly number[]) =>
    figures.length === 0 ? undefined : figures.reduce((all, one) => all + one, 0)
  return {
    count: members.length,
    statuses: statusCounts(members),
    total_ms: sum(times),
    longest_ms: times.length === 0 ? undefined : times.reduce((most, one) => Math.max(most, one), 0),
    error_count: members.reduce((all, { error_count }) => all + error_count, 0),
    tokens: sum(tokens),
    cost_usd: sum(costs),
  }
}
