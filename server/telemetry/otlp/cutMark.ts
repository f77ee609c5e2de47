/**
 * Marks a text of which only the beginning was read, because the whole would exceed the memory for one body. It ends
 * with NUL, `cut:` and the full size in bytes. The code that reads the value removes the mark.
 */
export const withCutMark = (beginning: string, bytes: number): string => `${beginning}${MARK}${bytes}`

const MARK = '\u0000cut:'
/** The mark plus the maximum number of digits of a length. */
const MARK_LENGTH_MAX = MARK.length + 12

export type CutText = { readonly beginning: string; readonly bytes: number }

/** Undefined if the text is complete. */
export function cutTextOf(text: string): CutText | undefined {
  const tail = Math.max(0, text.length - MARK_LENGTH_MAX)
  const at = text.indexOf(MARK, tail)
  if (at === -1) return undefined
  const digits = text.slice(at + MARK.length)
  return /^\d{1,12}$/.test(digits) ? { beginning: text.slice(0, at), bytes: Number(digits) } : undefined
}
