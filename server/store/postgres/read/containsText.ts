/**
 * A condition: one of the texts contains the needle. `lower` in `collate "C"` changes A–Z only, on every engine and
 * whatever the database's locale is; and `strpos`, unlike `like`, gives no character of the needle a meaning.
 * `isRepetitive`: as that function says of the needle.
 */
export const containsText = (needle: string, texts: readonly string[], isRepetitive: boolean): string =>
  `(${texts.map((text) => contains(`lower(${text} collate "C")`, `lower(${needle}::text collate "C")`, isRepetitive)).join(' or ')})`

/**
 * The same of folded texts. A needle that repeats itself is looked for by an automaton, as a regular expression without any
 * meaning (`***=`), in time that is linear whatever the text is, but slower than `strpos` is in ordinary texts; so
 * `strpos` looks for its beginning first.
 */
export const contains = (haystack: string, needle: string, isRepetitive: boolean): string =>
  isRepetitive
    ? `(strpos(${haystack}, left(${needle}, ${BEGINNING})) > 0 and ${haystack} ~ ('***=' || ${needle}))`
    : `strpos(${haystack}, ${needle}) > 0`

const BEGINNING = 16
