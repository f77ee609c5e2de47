export type TextBound = { readonly chars: number; readonly lines: number }

/** The beginning of a text within both limits, never splitting a surrogate pair; the text itself if it fits. */
export function clipText(text: string, bound: TextBound): string {
  let end = Math.min(text.length, bound.chars)
  let from = 0
  for (let line = 0; line < bound.lines; line++) {
    const lineEnd = text.indexOf('\n', from)
    if (lineEnd === -1 || lineEnd >= end) break
    from = lineEnd + 1
    if (line === bound.lines - 1) end = lineEnd
  }
  const last = text.charCodeAt(end - 1)
  if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--
  return end === text.length ? text : text.slice(0, end)
}
