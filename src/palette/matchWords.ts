/** How well an entry matches the query: 0 is best. */
export type Rank = number

const WORD_START = /[\s_\-/.:(]/

/**
 * Every typed word must occur somewhere in the entry, in any order and case. Best are entries whose label starts with
 * the first word, then those with a match at the start of a word, then any other match in the label, then those that
 * match only by their additional terms. Undefined if the entry does not match.
 */
export function matchWords(typed: string, label: string, further: string): Rank | undefined {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return 0
  const name = label.toLowerCase()
  const all = `${name} ${further.toLowerCase()}`
  if (!words.every((word) => all.includes(word))) return undefined
  const [first = ''] = words
  const at = name.indexOf(first)
  if (at === 0) return 0
  if (at > 0) return WORD_START.test(name.charAt(at - 1)) ? 1 : 2
  return 3
}
