import { diffWordsWithSpace } from 'diff'

export type WordMark = { readonly text: string; readonly isChanged: boolean }

/** Characters of a line beyond which its words are not compared, and milliseconds that one comparison may take. */
const LINE_MAX = 1000
const DEADLINE_MS = 15

/** Both sides of a changed line, cut at the words that differ; each whole where they are too long or share nothing. */
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
