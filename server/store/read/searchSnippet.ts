import { SEARCH_TEXT_MAX, type Snippet, SNIPPET_CONTEXT } from '#contract/search.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'
import { clip } from '../prepare/payload.ts'

/**
 * The forms in which a text may appear in a row: as is, and escaped as inside a JSON string if that differs. Both are
 * searched everywhere, because error messages and headlines quote JSON too.
 */
export function searchForms(q: string): readonly string[] {
  const escaped = JSON.stringify(q).slice(1, -1)
  return escaped === q ? [q] : [q, escaped]
}

/**
 * The longest part of the text that is the same in both forms; empty if every character is escaped. A row without it
 * contains neither form, so a scan need not search every row for both.
 */
export const sharedPart = (q: string): string =>
  Array.from(q)
    .map((character) => (JSON.stringify(character).length === character.length + 2 ? character : '\n'))
    .join('')
    .split('\n')
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '')

/** The part of a text that a search scans, measured in code points, as a database counts them. */
export const searchedPart = (text: string): string => firstCharacters(text, SEARCH_TEXT_MAX)

/** The snippet of a match at `start` of `length` UTF-16 units; both lie on character boundaries. */
export function snippetAt(text: string, start: number, length: number): Snippet {
  const end = start + length
  // A character has at most two units. A split character at the far edge is dropped by the slice.
  const before = Array.from(text.slice(Math.max(0, start - 2 * SNIPPET_CONTEXT), start)).slice(-SNIPPET_CONTEXT)
  const after = Array.from(text.slice(end, end + 2 * SNIPPET_CONTEXT)).slice(0, SNIPPET_CONTEXT)
  return tidySnippet({ before: before.join(''), match: text.slice(start, end), after: after.join('') })
}

/**
 * Makes a snippet from the `SNIPPET_CONTEXT` characters on either side of a match: on one line, no longer than the
 * contract allows in UTF-16 units, without split surrogate pairs.
 */
export const tidySnippet = ({ before, match, after }: Snippet): Snippet => ({
  before: clipStart(onOneLine(before), SNIPPET_CONTEXT),
  match,
  after: clip(onOneLine(after), SNIPPET_CONTEXT),
})

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** The last `max` UTF-16 units, without splitting a surrogate pair. */
function clipStart(text: string, max: number): string {
  const cut = text.slice(-max)
  return text.length > max && /^[\udc00-\udfff]/.test(cut) ? cut.slice(1) : cut
}
