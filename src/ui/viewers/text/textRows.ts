/** One rendered row of a text: a line, or a piece of a line that is too long to render at once. */
export type TextRow = {
  /** The number of its line, from 0. */
  readonly line: number
  /** The range of the row in the text, without the line end. */
  readonly start: number
  readonly end: number
  /** Whether the row is not the first piece of its line. */
  readonly isContinued: boolean
  /** Whether the line continues in the next row. */
  readonly goesOn: boolean
}

export type TextRows = {
  readonly count: number
  /** Number of lines in the part that has rows. */
  readonly lineCount: number
  /** Number of characters at the end without rows, because browsers cannot scroll that far. */
  readonly left: number
  readonly at: (index: number) => TextRow
  /** Length of a row in characters, without building it. */
  readonly lengthOf: (index: number) => number
}

/** Maximum characters of a row: a text node of a megabyte takes seconds to lay out. */
export const PIECE_CHARS = 2000
/** Browsers limit elements to about 16 million pixels; this many rows of 20 pixels stay below. */
export const ROWS_MAX = 700_000
/** No terminal colour sequence is longer; sequences are not split. */
const ESCAPE_CHARS = 24

const LF = 10
const CR = 13

/**
 * The rows of a text as positions, not copies, so that five megabytes take a few milliseconds and a row's text is
 * extracted when it is rendered. Lines end at LF, CRLF or a lone CR, so a progress bar shows all its states. A
 * trailing line end does not start another line. Linear in the length of the text.
 */
export function textRows(text: string, rowsMax = ROWS_MAX): TextRows {
  const starts: number[] = []
  const ends: number[] = []
  const lines: number[] = []
  let line = 0
  let from = 0
  /** Adds the rows of one line; false if there is no room for more. */
  const put = (lineEnd: number): boolean => {
    let start = from
    do {
      if (starts.length === rowsMax) return false
      const end = pieceEnd(text, start, lineEnd)
      starts.push(start)
      ends.push(end)
      lines.push(line)
      start = end
    } while (start < lineEnd)
    line++
    return true
  }
  let hasRoom = true
  for (let at = 0; hasRoom && at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== LF && code !== CR) continue
    hasRoom = put(at)
    if (code === CR && text.charCodeAt(at + 1) === LF) at++
    from = at + 1
  }
  if (hasRoom && (from < text.length || line === 0)) hasRoom = put(text.length)
  const count = starts.length
  return {
    count,
    lineCount: (lines[count - 1] ?? -1) + 1,
    left: hasRoom ? 0 : text.length - (ends[count - 1] ?? 0),
    lengthOf: (index) => (ends[index] ?? 0) - (starts[index] ?? 0),
    at(index) {
      const own = lines[index] ?? 0
      return {
        line: own,
        start: starts[index] ?? 0,
        end: ends[index] ?? 0,
        isContinued: index > 0 && lines[index - 1] === own,
        goesOn: lines[index + 1] === own,
      }
    },
  }
}

/** The end of a piece that starts at `start`: never inside a surrogate pair or a terminal sequence. */
function pieceEnd(text: string, start: number, lineEnd: number): number {
  let end = start + PIECE_CHARS
  if (end >= lineEnd) return lineEnd
  const escape = text.lastIndexOf('\u001b', end - 1)
  if (escape > start && escape >= end - ESCAPE_CHARS) return escape
  const last = text.charCodeAt(end - 1)
  if (last >= 0xd800 && last <= 0xdbff) end--
  return end
}
