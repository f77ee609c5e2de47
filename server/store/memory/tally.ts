import { type Tally, TALLY_CHARACTERS_MAX, TALLY_WORDS_MAX } from '#contract/summaries.ts'
import { compareCodePoints } from '#server/lib/codePointOrder.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'

/** How often each value occurs: most frequent first, then by code point, null last. */
export function tally(values: readonly (string | null)[]): Tally {
  const counts = new Map<string | null, number>()
  for (const whole of values) {
    const value = beginningOf(whole)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareNullable(a.value, b.value))
    .slice(0, TALLY_WORDS_MAX)
}

/** The beginning of a word, as long as a tally stores it. */
export const beginningOf = (word: string | null): string | null =>
  word === null ? null : firstCharacters(word, TALLY_CHARACTERS_MAX)

/** By code point, null last. */
export function compareNullable(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareCodePoints(a, b)
}
