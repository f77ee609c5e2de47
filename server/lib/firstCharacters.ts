/**
 * The first `max` characters of a text, measured in code points as a database counts them, so that surrogate pairs are
 * not split.
 */
export function firstCharacters(text: string, max: number): string {
  if (text.length <= max) return text
  let end = 0
  for (let left = max; left > 0 && end < text.length; left--) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return text.slice(0, end)
}
