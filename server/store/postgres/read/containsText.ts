/**
 * A condition: one of the texts contains the needle. `lower` in `collate "C"` changes only A–Z, on every engine and in
 * every locale, and `strpos`, unlike `like`, has no special characters. `isRepetitive`: the result of that function for
 * the needle.
 */
export const containsText = (needle: string, texts: readonly string[], isRepetitive: boolean): string =>
  `(${texts.map((text) => contains(`lower(${text} collate "C")`, `lower(${needle}::text collate "C")`, isRepetitive)).join(' or ')})`

/**
 * The same for lowercased texts. A repetitive needle is searched for as a literal regular expression (`***=`), whose
 * automaton takes linear time for any text but is slower than `strpos` on ordinary ones, so `strpos` searches for the
 * beginning of the needle first.
 */
export const contains = (haystack: string, needle: string, isRepetitive: boolean): string =>
  isRepetitive
    ? `(strpos(${haystack}, left(${needle}, ${BEGINNING})) > 0 and ${haystack} ~ ('***=' || ${needle}))`
    : `strpos(${haystack}, ${needle}) > 0`

const BEGINNING = 16
