/**
 * Bytes that a text takes as UTF-8; a lone surrogate counts as the three of U+FFFD, which stands for it. Counted, since
 * encoding a text only to learn its length makes a buffer each time, and an import would make five an event.
 */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else {
      bytes += 2
      // The second half of a pair is one of its four bytes already.
      if (unit >= 0xd800 && unit <= 0xdbff && isLow(text.charCodeAt(index + 1))) index += 1
    }
  }
  return bytes
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff
