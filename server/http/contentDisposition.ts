const NAME_MAX = 150
// Control characters could end the header; bidirectional controls could make `txt.exe` read `exe.txt`.
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/**
 * A `Content-Disposition` (RFC 6266, RFC 8187) that always downloads. The name is the last part of a path that an agent
 * chose, so it is not trusted: no folders, no control characters, and a plain ASCII fallback for old clients.
 */
export function attachment(filePath: string): string {
  const name = fileNameOf(filePath)
  const ascii = name.replace(/[^\w.\- ()]/g, '_')
  return `attachment; filename="${ascii}"; filename*=UTF-8''${extValue(name)}`
}

function fileNameOf(filePath: string): string {
  const last = filePath.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  // Keeps the end, which has the extension. Cuts between code points, because half a surrogate pair cannot be encoded.
  const name = Array.from(last.replace(INVISIBLE, '')).slice(-NAME_MAX).join('').trim()
  return /^\.*$/.test(name) ? 'file' : name
}

/** `encodeURIComponent` does not escape four characters that RFC 8187 forbids. */
const extValue = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
