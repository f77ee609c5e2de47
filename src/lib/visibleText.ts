// U+0000–001F without tab and line feed, and U+007F–009F.
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose of this pattern
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** Embeddings, overrides and isolates: they can make `exe.txt` read as `txt.exe`. */
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g

/**
 * An agent's text without invisible effects on the screen: control characters become control pictures, bidirectional
 * controls their code points, lone surrogates the replacement character. Tabs and line ends stay, and CRLF counts as
 * one line end. For display only: copies and downloads contain the original text.
 */
export function visibleText(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replace(CONTROL, picture).replace(BIDI, codePoint)
}

function picture(char: string): string {
  const code = char.charCodeAt(0)
  if (code === 0x7f) return '\u2421'
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : codePoint(char)
}

const codePoint = (char: string): string => `‹U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`
