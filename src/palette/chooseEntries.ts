import { GROUPS, type Entry, type Group } from './Entry.ts'
import { matchWords } from './matchWords.ts'

/** Lines of a group that are shown at most; a palette is read at a glance. */
const GROUP_MAX = { unasked: 6, asked: 20 } as const

export type ShownGroup = {
  readonly group: Group
  readonly entries: readonly Entry[]
  /** How many answer, of which the first are shown. */
  readonly total: number
}

/** What answers to the words that were typed, grouped, the best first within each group. Without words, the beginning of each group. */
export function chooseEntries(entries: readonly Entry[], typed: string): readonly ShownGroup[] {
  const isAsked = typed.trim() !== ''
  const ranked = entries.flatMap((entry) => {
    const rank = matchWords(typed, entry.label, entry.further)
    return rank === undefined ? [] : [{ entry, rank }]
  })
  // Sorting is stable: what ranks alike keeps the order in which it was given.
  if (isAsked) ranked.sort((a, b) => a.rank - b.rank)
  return GROUPS.flatMap((group) => {
    const all = ranked.flatMap(({ entry }) => (entry.group === group ? [entry] : []))
    // Actions are few, and one looks through them to learn what there is.
    const most = isAsked ? GROUP_MAX.asked : group === 'Actions' || group === 'Go to' ? Infinity : GROUP_MAX.unasked
    return all.length === 0 ? [] : [{ group, entries: all.slice(0, most), total: all.length }]
  })
}

/** The word that the server is asked for: it looks for one text, and the others are looked for in its answer. */
export const longestWord = (typed: string): string | undefined =>
  typed.split(/\s+/).reduce((best, word) => (word.length > best.length ? word : best), '') || undefined
