/** The example in help texts and error messages, which contains no secret. */
const EXAMPLE = 'postgres://user:password@host:5432/database'

const AT = '(?:@|%40)'
const COLON = '(?::|%3a)'
const SLASH = '(?:[\\\\/]|%2f)'
/** `postgres`, `postgresql`, and misspellings of them. */
const POSTGRES = '\\b(postg\\w*|pgsql|psql|pg)'

/** The forms that a connection string with a password may take, well-formed or not, and their replacements. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // Up to the last @, because a password may itself contain @, slashes and spaces.
  [new RegExp(`${POSTGRES}\\s*(?:${COLON}[\\s\\\\/]*(?:%2f)*|[\\\\/]{2,})[^]*${AT}`, 'gi'), '$1://***@'],
  // Without an @, any part may be the password.
  [new RegExp(`${POSTGRES}\\s*(?:${COLON}\\s*${SLASH}+|[\\\\/]{2,})(?!\\*\\*\\*|[\\\\/])[^\\s"',]+`, 'gi'), '$1://***'],
  // Without a valid scheme.
  [new RegExp(`[^\\s:@/\\\\'"(]*${COLON}(?!//\\*\\*\\*@)\\S*${AT}`, 'gi'), '***@'],
  // As a URL parameter, or in Postgres's other form, `host=… password=…`.
  [/\b(\w*pass(?:word|wd|phrase)?|pwd)\s*(?:=|%3d)\s*(?:'(?:[^'\\]|\\.)*'?|"[^"]*"?|[^\s&;,'"]+)/gi, '$1=***'],
]

/** Removes the credentials of anything in the text that looks like a database address. Prefers to remove too much. */
export const redacted = (text: string): string =>
  text
    .split(EXAMPLE)
    .map((part) => FORMS.reduce((clean, [form, left]) => clean.replace(form, left), part))
    .join(EXAMPLE)

/** Whether this may be meant as a database address with a password, however malformed. */
export const mayHoldPassword = (name: string): boolean =>
  redacted(name) !== name || new RegExp(`${COLON}[^]*${AT}`, 'i').test(name)

/**
 * Whether every URL parser understands this as the same Postgres URL. If the password contains an unescaped @, slash or
 * the like, some parsers take part of it for the host or path, and would display it as such.
 */
export function isPostgresUrl(text: string): boolean {
  if (!/^postgres(?:ql)?:\/\/\S*$/i.test(text) || !URL.canParse(text)) return false
  const { username, host, pathname, search, hash } = new URL(text)
  return hash === '' && !pathname.includes('@') && !(username === '' && host !== '' && search.includes('@'))
}
