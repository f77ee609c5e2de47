import { withCutMark } from './cutMark.ts'
import { BACKSLASH, type JsonPiece, QUOTE } from './JsonScanner.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The JSON text of a piece. Strings above `maxBytes` are truncated and marked. Undefined if it still exceeds
 * `pieceMax`.
 */
export function jsonText(
  bytes: Uint8Array,
  { start, end, hasLongText }: JsonPiece,
  maxBytes: number,
  pieceMax: number,
): string | undefined {
  if (!hasLongText) return end - start > pieceMax ? undefined : decoder.decode(bytes.subarray(start, end))
  const parts: string[] = []
  let kept = 0
  const keep = (from: number, to: number): boolean => {
    kept += to - from
    if (kept > pieceMax) return false
    parts.push(decoder.decode(bytes.subarray(from, to)))
    return true
  }
  let copied = start
  let left = pieceMax / 2
  for (let at = bytes.indexOf(QUOTE, start); at !== -1 && at < end; at = bytes.indexOf(QUOTE, at + 1)) {
    const close = closingQuote(bytes, at)
    const length = close - at - 1
    if (length > maxBytes) {
      // Long strings share the remaining space in order of appearance.
      const cut = cutPlace(bytes, at + 1, at + 1 + Math.min(maxBytes, left))
      left -= cut - at - 1
      if (!keep(copied, cut)) return undefined
      parts.push(JSON.stringify(withCutMark('', length)).slice(1, -1))
      copied = close
    }
    at = close
  }
  return keep(copied, end) ? parts.join('') : undefined
}

function closingQuote(bytes: Uint8Array, open: number): number {
  let end = bytes.indexOf(QUOTE, open + 1)
  while (end !== -1 && backslashesBefore(bytes, end, open) % 2 === 1) end = bytes.indexOf(QUOTE, end + 1)
  return end === -1 ? bytes.length : end
}

function backslashesBefore(bytes: Uint8Array, index: number, start: number): number {
  let before = index - 1
  while (before > start && bytes[before] === BACKSLASH) before--
  return index - 1 - before
}

/** Size of the longest escape in bytes: a surrogate pair. */
const ESCAPE_MAX = 12

/** The last position up to `end` that splits neither an escape nor a character. */
function cutPlace(bytes: Uint8Array, start: number, end: number): number {
  let cut = end
  for (let at = Math.max(start, end - ESCAPE_MAX); at < end; at++)
    if (bytes[at] === BACKSLASH) {
      // In a sequence of backslashes, the first, third and so on start an escape.
      cut = at - (backslashesBefore(bytes, at, start - 1) % 2)
      break
    }
  while (cut > start && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1
  return cut
}
