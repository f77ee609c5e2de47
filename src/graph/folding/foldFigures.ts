import type { EnrichedNode } from '#contract/summaries.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { reasonOf } from './reasonOf.ts'

/** What a card that stands for several nodes tells of them. Figures are undefined where none of them has any. */
export type FoldFigures = {
  readonly count: number
  /** How many are in each status: first what calls for a look, worst first, then by number. */
  readonly statuses: readonly { readonly status: string; readonly count: number }[]
  /** Of those that are over: what still runs has no duration yet. */
  readonly total_ms: number | undefined
  readonly longest_ms: number | undefined
  readonly error_count: number
  readonly tokens: number | undefined
  readonly cost_usd: number | undefined
}

/** O(members). */
export function foldFigures(members: readonly EnrichedNode[]): FoldFigures {
  const counts = new Map<string, number>()
  for (const { status } of members) counts.set(status, (counts.get(status) ?? 0) + 1)
  const rank = (status: string) => reasonOf(status) || Number.POSITIVE_INFINITY
  const statuses = [...counts]
    .map(([status, count]) => ({ status, count }))
    .toSorted((a, b) => Math.sign(rank(a.status) - rank(b.status)) || b.count - a.count)
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
    statuses,
    total_ms: sum(times),
    longest_ms: times.length === 0 ? undefined : times.reduce((most, one) => Math.max(most, one), 0),
    error_count: members.reduce((all, { error_count }) => all + error_count, 0),
    tokens: sum(tokens),
    cost_usd: sum(costs),
  }
}
