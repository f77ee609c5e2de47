import { OtlpDecodeError } from './DecodedSpans.ts'

/**
 * Maximum depth of a body: a value of 32 levels plus its surroundings, with room to spare. `JSON.parse` itself would
 * survive more, but in a body of brackets each level takes many times its size.
 */
const DEPTH_MAX = 512
/**
 * Maximum number of objects and lists in a body. Real spans of 64 MiB have about half as many; this many empty ones
 * take 200 MB.
 */
const CONTAINERS_MAX = 2_000_000
/** A number represents every integer of this many digits exactly. */
const EXACT_DIGITS = 15

const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * Parses the body. Integers of more than 15 digits become strings, because numbers would round nanosecond times that
 * were sent as numbers. Throws `OtlpDecodeError`.
 */
export function parseOtlpJson(text: string, containersMax: number = CONTAINERS_MAX): unknown {
  const body = withLongIntegersQuoted(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text, containersMax)
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new OtlpDecodeError('The body is not JSON.', { cause: error })
  }
}

/** A single pass over the text, which also enforces the limits before anything is built. */
function withLongIntegersQuoted(text: string, containersMax: number): string {
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
      if (containers > containersMax) throw new OtlpDecodeError('The body has too many values. Send smaller batches.')
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

/**
 * The position of the closing quotation mark of the string that starts here, or the end of the text if there is none.
 */
function endOfString(text: string, start: number): number {
  // Most of a body is strings, and searching for the next quotation mark is much faster than looking at each
  // character.
  let end = text.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end === -1 ? text.length : end
}

/** Whether the character is preceded by an odd number of backslashes. */
function isEscaped(text: string, index: number): boolean {
  let before = index - 1
  while (text.charCodeAt(before) === BACKSLASH) before--
  return (index - before) % 2 === 0
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
