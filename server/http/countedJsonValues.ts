/**
 * Estimates the number of values in a JSON text before it is parsed: an object of two characters takes some fifty bytes
 * of memory and time on the only thread. Counts separators and containers. Linear; stops soon after `most`.
 */
export function countedJsonValues(text: string, most: number): number {
  let count = 1
  for (let at = 0; at < text.length && count <= most; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = endOfString(text, at)
    else if (char === COMMA || char === OPENING_BRACE || char === OPENING_BRACKET) count++
  }
  return count
}

const [QUOTE, BACKSLASH, COMMA, OPENING_BRACE, OPENING_BRACKET] = [0x22, 0x5c, 0x2c, 0x7b, 0x5b]

/**
 * The end of the string that begins at `start`. Strings make up most of a large body, and `indexOf` skips them quickly.
 */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}
