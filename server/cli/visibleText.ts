// U+0000–001F without tab and line feed, and U+007F–009F.
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose of this pattern
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** What turns the direction of text, and the two that end a line for some. */
const FORMAT = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/**
 * A text for a terminal, with nothing in it that the terminal would obey: it may hold what somebody wrote into an old
 * database. Control characters become their pictures, others that act unseen their code points.
 */
export const visibleText = (text: string): string =>
  text.toWellFormed().replaceAll('\r\n', '\n').replace(CONTROL, picture).replace(FORMAT, codePoint)

function picture(char: string): string {
  const code = char.charCodeAt(0)
  if (code === 0x7f) return '\u2421'
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : codePoint(char)
}

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(4, '0')
const codePoint = (char: string): string => `‹U+${hex(char).toUpperCase()}›`

/** The same value as JSON for a program, and as safe on a terminal: what would act there is escaped. */
export const visibleJson = (value: unknown): string =>
  JSON.stringify(value, undefined, 2)
    .replace(/[\u007f-\u009f]/g, (char) => `\\u${hex(char)}`)
    .replace(FORMAT, (char) => `\\u${hex(char)}`)
