/** What help and refusals show; it holds no secret. */
const EXAMPLE = 'postgres://user:password@host:5432/database'

const AT = '(?:@|%40)'
const COLON = '(?::|%3a)'
const SLASH = '(?:[\\\\/]|%2f)'
/** `postgres`, `postgresql`, and what fingers make of them. */
const POSTGRES = '\\b(postg\\w*|pgsql|psql|pg)'

/** Each form that a connection string with a password takes, well written or not, and what is left of it. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  // Up to the last @, for a password may hold @, slashes and blanks itself.
  [new RegExp(`${POSTGRES}\\s*(?:${COLON}[\\s\\\\/]*(?:%2f)*|[\\\\/]{2,})[^]*${AT}`, 'gi'), '$1://***@'],
  // Without an @ nobody knows which part is the password.
  [new RegExp(`${POSTGRES}\\s*(?:${COLON}\\s*${SLASH}+|[\\\\/]{2,})(?!\\*\\*\\*|[\\\\/])[^\\s"',]+`, 'gi'), '$1://***'],
  // Without a scheme, or with one that is none.
  [new RegExp(`[^\\s:@/\\\\'"(]*${COLON}(?!//\\*\\*\\*@)\\S*${AT}`, 'gi'), '***@'],
  // As a parameter of a URL, and in the other form that Postgres knows, `host=… password=…`.
  [/\b(\w*pass(?:word|wd|phrase)?|pwd)\s*(?:=|%3d)\s*(?:'(?:[^'\\]|\\.)*'?|"[^"]*"?|[^\s&;,'"]+)/gi, '$1=***'],
]

/** The text without the credentials of anything in it that looks like the address of a database. Rather too much is left out than too little. */
export const redacted = (text: string): string =>
  text
    .split(EXAMPLE)
    .map((part) => FORMS.reduce((clean, [form, left]) => clean.replace(form, left), part))
    .join(EXAMPLE)

/** Whether somebody may have meant the address of a database by this, whatever it has become. */
export const mayHoldPassword = (name: string): boolean =>
  redacted(name) !== name || new RegExp(`${COLON}[^]*${AT}`, 'i').test(name)

/**
 * Whether this is a URL of Postgres as every reader of URLs understands it. Where an @, a slash or the like stands in the
 * password as it is, one takes the password for the host or the path, and would show it as such.
 */
export function isPostgresUrl(text: string): boolean {
  if (!/^postgres(?:ql)?:\/\/\S*$/i.test(text) || !URL.canParse(text)) return false
  const { username, host, pathname, search, hash } = new URL(text)
  return hash === '' && !pathname.includes('@') && !(username === '' && host !== '' && search.includes('@'))
}
