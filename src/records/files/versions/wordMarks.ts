import { diffWordsWithSpace } from 'diff'

export type WordMark = { readonly text: string; readonly isChanged: boolean }

/** Maximum length of a line for a word diff in characters, and its time limit in milliseconds. */
const LINE_MAX = 1000
const DEADLINE_MS = 15

/**
 * Splits both sides of a changed line at the words that differ; leaves them whole if they are too long or share
 * nothing.
 */
export function wordMarks(left: string, right: string): readonly [readonly WordMark[], readonly WordMark[]] {
  const unmarked = [[{ text: left, isChanged: false }], [{ text: right, isChanged: false }]] as const
  if (left.length > LINE_MAX || right.length > LINE_MAX) return unmarked
  const parts = diffWordsWithSpace(left, right, { timeout: DEADLINE_MS })
  const isAlike = parts?.some(({ added, removed, value }) => !added && !removed && value.trim() !== '')
  if (!parts || !isAlike) return unmarked
  const side = (omitted: 'added' | 'removed', marked: 'added' | 'removed') =>
    parts.filter((part) => !part[omitted]).map((part) => ({ text: part.value, isChanged: part[marked] }))
  return [side('added', 'removed'), side('removed', 'added')]
}
