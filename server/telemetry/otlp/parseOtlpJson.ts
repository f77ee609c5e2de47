import { OtlpDecodeError } from './DecodedSpans.ts'

/**
 * Levels that a body may nest: those of a value of 32 levels and of what is around it, with room to spare. `JSON.parse`
 * itself would survive more, but each level of a body of brackets takes many times its byte.
 */
const DEPTH_MAX = 512
/** Objects and lists that a body may have. Real spans of 64 MiB have half of it; so many empty ones take some 300 MB. */
const CONTAINERS_MAX = 4_000_000
/** Digits of the largest integer that a number holds exactly, whatever it is. */
const EXACT_DIGITS = 15

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * The body as a value. Integers of more than 15 digits become texts, since numbers would round the nanoseconds of a time
 * that was sent as a number. Throws `OtlpDecodeError`.
 */
export function parseOtlpJson(text: string): unknown {
  const body = withLongIntegersQuoted(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new OtlpDecodeError('The body is not JSON.', { cause: error })
  }
}

/** One pass over the text, which also counts what must be bounded before anything is built from it. */
function withLongIntegersQuoted(text: string): string {
  let depth = 0
  let containers = 0
  let copied = 0
  const pieces: string[] = []
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === QUOTE) i = endOfString(text, i)
    else if (char === 0x5b || char === 0x7b) {
      depth++
      containers++
      if (depth > DEPTH_MAX) throw new OtlpDecodeError(`The body is nested deeper than ${DEPTH_MAX} levels.`)
      if (containers > CONTAINERS_MAX) throw new OtlpDecodeError('The body has too many values. Send smaller batches.')
    } else if (char === 0x5d || char === 0x7d) depth--
    else if (isDigit(char) || char === 0x2d) {
      const end = endOfNumber(text, i)
      if (end - i > EXACT_DIGITS && isInteger(text, i, end)) {
        pieces.push(text.slice(copied, i), '"', text.slice(i, end), '"')
        copied = end
      }
      i = end - 1
    }
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(copied)
}

/** Where the string that begins here has its closing quotation mark, or the end of the text where it has none. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === BACKSLASH) i++
    else if (char === QUOTE) return i
  }
  return text.length
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1
  while (end < text.length && isOfNumber(text.charCodeAt(end))) end++
  return end
}

function isInteger(text: string, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) if (!isDigit(text.charCodeAt(i))) return false
  return true
}

const isDigit = (char: number): boolean => char >= 0x30 && char <= 0x39

/** A digit, or one of `+ - . E e`. */
const isOfNumber = (char: number): boolean =>
  isDigit(char) || char === 0x2b || char === 0x2d || char === 0x2e || char === 0x45 || char === 0x65
