import { SEARCH_TEXT_MAX, type Snippet, SNIPPET_CONTEXT } from '#contract/search.ts'
import { firstCharacters } from '#server/lib/firstCharacters.ts'
import { clip } from '../prepare/payload.ts'

/**
 * The forms in which a text may stand in a row: as it is, and where that differs as JSON writes it inside a string. Both
 * are looked for everywhere, since error messages and headlines quote JSON too.
 */
export function searchForms(q: string): readonly string[] {
  const escaped = JSON.stringify(q).slice(1, -1)
  return escaped === q ? [q] : [q, escaped]
}

/**
 * The longest part of the text that both forms share; empty where all of it is escaped. A row without it has neither form,
 * so that a scan need not look for each of them in every row.
 */
export const sharedPart = (q: string): string =>
  Array.from(q)
    .map((character) => (JSON.stringify(character).length === character.length + 2 ? character : '\n'))
    .join('')
    .split('\n')
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '')

/** The characters that a search looks through: code points, as a database counts them. */
export const searchedPart = (text: string): string => firstCharacters(text, SEARCH_TEXT_MAX)

/** The snippet of a match at `start` of `length` UTF-16 units, both between characters. */
export function snippetAt(text: string, start: number, length: number): Snippet {
  const end = start + length
  // A character has two units at most; half a one at the far edge falls away with what is cut off there.
  const before = Array.from(text.slice(Math.max(0, start - 2 * SNIPPET_CONTEXT), start)).slice(-SNIPPET_CONTEXT)
  const after = Array.from(text.slice(end, end + 2 * SNIPPET_CONTEXT)).slice(0, SNIPPET_CONTEXT)
  return tidySnippet({ before: before.join(''), match: text.slice(start, end), after: after.join('') })
}

/**
 * Makes a snippet of the `SNIPPET_CONTEXT` characters on either side of a match: on one line, no longer than the contract
 * allows in UTF-16 units, and never with half a surrogate pair.
 */
export const tidySnippet = ({ before, match, after }: Snippet): Snippet => ({
  before: clipStart(onOneLine(before), SNIPPET_CONTEXT),
  match,
  after: clip(onOneLine(after), SNIPPET_CONTEXT),
})

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** The last `max` UTF-16 units, never half of a surrogate pair. */
function clipStart(text: string, max: number): string {
  const cut = text.slice(-max)
  return text.length > max && /^[\udc00-\udfff]/.test(cut) ? cut.slice(1) : cut
}
