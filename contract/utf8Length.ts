/**
 * Size of a text in UTF-8 bytes. A lone surrogate counts as three, like the U+FFFD that replaces it. Counted by hand,
 * because encoding a text just to measure it allocates a buffer, and an import would do that five times per event.
 */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else {
      bytes += 2
      // The low surrogate of a pair is included in its four bytes.
      if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(index + 1))) index += 1
    }
  }
  return bytes
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff
