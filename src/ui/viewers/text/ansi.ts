/** The eight colours of a terminal; the theme defines how they look. */
const ANSI_COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
export type AnsiColour = (typeof ANSI_COLOURS)[number]

export type AnsiStyle = {
  readonly colour: AnsiColour | undefined
  readonly bold: boolean
  readonly dim: boolean
  readonly italic: boolean
  readonly underline: boolean
}
export type AnsiSpan = { readonly text: string; readonly style: AnsiStyle }
export type AnsiLine = readonly AnsiSpan[]

export const PLAIN: AnsiStyle = { colour: undefined, bold: false, dim: false, italic: false, underline: false }

/**
 * Every escape sequence of a terminal: CSI (groups 1 and 2 are its parameters and final byte), the strings OSC, DCS,
 * SOS, PM and APC with their text, and the remaining two-byte sequences. Of an unterminated string, only the opening
 * is removed, so that one stray byte cannot hide the rest of a log. Each alternative is linear.
 */
const ESCAPE =
  // oxlint-disable-next-line no-control-regex -- escape sequences start with a control character
  /\u001b\[([0-9;:<=>?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]?/g

/**
 * Parses text with terminal escapes into lines of styled spans. Simple colours and weights are kept; backgrounds,
 * palettes, titles, links and cursor movements are dropped, because a log must not draw over the page. As in a
 * terminal, a style lasts across lines until it is reset. Lone carriage returns end a line, so a progress bar shows
 * all its states.
 */
export function ansiLines(text: string): readonly AnsiLine[] {
  let style = PLAIN
  return text.split(/\r\n|\n|\r/).map((line) => {
    const read = ansiSpans(line, style)
    style = read.style
    return read.spans
  })
}

/** The spans of one line that starts in a given style, and the style after it. */
export function ansiSpans(line: string, before: AnsiStyle): { readonly spans: AnsiLine; readonly style: AnsiStyle } {
  if (!line.includes('\u001b')) return { spans: line === '' ? [] : [{ text: line, style: before }], style: before }
  let style = before
  const spans: AnsiSpan[] = []
  let from = 0
  const push = (to: number) => {
    if (to > from) spans.push({ text: line.slice(from, to), style })
  }
  for (const match of line.matchAll(ESCAPE)) {
    push(match.index)
    from = match.index + match[0].length
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '')
  }
  push(line.length)
  return { spans, style }
}

/**
 * Returns a lookup of the style at any offset of a text, so that a row far down can be rendered without the rows
 * above it. Reads the text lazily, and no part twice. It finds sequences without `ESCAPE`, ten times as fast: strings
 * such as titles cannot contain one, so only CSI matters.
 */
export function ansiStyleAt(text: string): (offset: number) => AnsiStyle {
  const places: number[] = [0]
  const styles: AnsiStyle[] = [PLAIN]
  const successors = new Map<AnsiStyle, Map<string, AnsiStyle>>()
  /** Logs repeat a few sequences a million times: each is parsed once, and equal styles are the same object. */
  const after = (style: AnsiStyle, parameters: string): AnsiStyle => {
    const known = successors.get(style) ?? new Map<string, AnsiStyle>()
    successors.set(style, known)
    const next = known.get(parameters) ?? applySgr(style, parameters)
    known.set(parameters, next)
    return next
  }
  let next = text.indexOf('\u001b[')
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\u001b[', next + 2)) {
      let end = next + 2
      while (isWithin(text.charCodeAt(end), 0x30, 0x3f)) end++
      const parameters = text.slice(next + 2, end)
      while (isWithin(text.charCodeAt(end), 0x20, 0x2f)) end++
      if (text[end] !== 'm') continue
      places.push(next)
      styles.push(after(styles.at(-1) ?? PLAIN, parameters))
    }
    // The last position before the offset.
    let low = 0
    let high = places.length
    while (low + 1 < high) {
      const middle = (low + high) >>> 1
      if ((places[middle] ?? 0) < offset) low = middle
      else high = middle
    }
    return styles[low] ?? PLAIN
  }
}

const isWithin = (code: number, from: number, to: number): boolean => code >= from && code <= to

function applySgr(before: AnsiStyle, parameters: string): AnsiStyle {
  let style = before
  const codes = parameters.split(';').map((code) => (code === '' ? 0 : Number(code)))
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0
    // 38 and 48 are followed by a palette index, or by red, green and blue.
    if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : codes[i + 1] === 2 ? 4 : 0
    else style = applyCode(style, code)
  }
  return style
}

function applyCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return PLAIN
  if (code === 1) return { ...style, bold: true }
  if (code === 2) return { ...style, dim: true }
  if (code === 3) return { ...style, italic: true }
  if (code === 4) return { ...style, underline: true }
  if (code === 22) return { ...style, bold: false, dim: false }
  if (code === 23) return { ...style, italic: false }
  if (code === 24) return { ...style, underline: false }
  if (code === 39) return { ...style, colour: undefined }
  if (code >= 30 && code <= 37) return { ...style, colour: ANSI_COLOURS[code - 30] }
  if (code >= 90 && code <= 97) return { ...style, colour: ANSI_COLOURS[code - 90] }
  return style
}
