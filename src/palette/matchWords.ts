/** How well an entry answers what was typed: 0 is best. */
export type Rank = number

const WORD_START = /[\s_\-/.:(]/

/**
 * Every word that was typed must occur somewhere in the entry, in any order and case. Entries whose label begins with the
 * first word come first, then those in which a word begins, then those with any occurrence, then those found by their
 * further words only. Undefined where the entry does not answer.
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
