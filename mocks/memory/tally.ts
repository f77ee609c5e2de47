import type { Tally } from '#contract/summaries.ts'
import { compareCodePoints } from '#server/services/codePointOrder.ts'

/** How often each value occurs: most frequent first, then by code point, null last. */
export function tally(values: readonly (string | null)[]): Tally {
  const counts = new Map<string | null, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareNullable(a.value, b.value))
}

/** By code point, null last. */
export function compareNullable(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareCodePoints(a, b)
}
