/** Maximum UTF-8 bytes of one part of a name: file systems allow 255, and a number may still be appended. */
const PART_BYTES_MAX = 200
/** Maximum number of parts kept, counted from the file upwards, so that no path is too long to unpack. */
const PARTS_MAX = 12

// Control and bidirectional characters, which make a name look like another one, and characters that Windows forbids.
const UNSAFE = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:"|?*]/gu
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

/**
 * The archive name of a file whose path an agent chose: relative and inside the folder that it is unpacked in, on every
 * system. Folders are kept if they are harmless.
 */
export function zipEntryName(filePath: string): string {
  const parts = filePath
    .toWellFormed()
    .replace(/^[a-z]:/i, '')
    .split(/[/\\]/)
    .map(safePart)
    .filter((part) => part !== '')
  return parts.slice(-PARTS_MAX).join('/') || 'file'
}

/** Empty for parts that do not name a file or folder: `.`, `..`, and what Windows would shorten to these. */
function safePart(text: string): string {
  const part = shortened(text.replace(UNSAFE, '_'))
    .replace(/[. ]+$/, '')
    .trimStart()
  return WINDOWS_DEVICE.test(part) ? `_${part}` : part
}

/** Cuts the beginning of a name that is too long: the end has the extension. */
function shortened(text: string): string {
  const characters = Array.from(text)
  let bytes = 0
  let start = characters.length
  while (start > 0) {
    bytes += utf8.encode(characters[start - 1] ?? '').length
    if (bytes > PART_BYTES_MAX) break
    start--
  }
  return characters.slice(start).join('')
}
const utf8 = new TextEncoder()
