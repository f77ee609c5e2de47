import { GROUPS, type Entry, type Group } from './Entry.ts'
import { matchWords } from './matchWords.ts'

/** Maximum number of lines per group, so that the palette can be read at a glance. */
const GROUP_MAX = { unasked: 6, asked: 20 } as const

export type ShownGroup = {
  readonly group: Group
  readonly entries: readonly Entry[]
  /** Number of matches, of which the first are shown. */
  readonly total: number
}

/** The matching entries in groups, best first within each group. Without a query, the beginning of each group. */
export function chooseEntries(entries: readonly Entry[], typed: string): readonly ShownGroup[] {
  const isAsked = typed.trim() !== ''
  const ranked = entries.flatMap((entry) => {
    const rank = matchWords(typed, entry.label, entry.further)
    return rank === undefined ? [] : [{ entry, rank }]
  })
  // Sorting is stable: equal ranks keep the given order.
  if (isAsked) ranked.sort((a, b) => a.rank - b.rank)
  return GROUPS.flatMap((group) => {
    const all = ranked.flatMap(({ entry }) => (entry.group === group ? [entry] : []))
    // Actions are few, and users browse them to learn what is available.
    const most = isAsked ? GROUP_MAX.asked : group === 'Actions' || group === 'Go to' ? Infinity : GROUP_MAX.unasked
    return all.length === 0 ? [] : [{ group, entries: all.slice(0, most), total: all.length }]
  })
}

/**
 * The word to send to the server, which searches for a single text. The other words are matched against its reply.
 */
export const longestWord = (typed: string): string | undefined =>
  typed.split(/\s+/).reduce((best, word) => (word.length > best.length ? word : best), '') || undefined
