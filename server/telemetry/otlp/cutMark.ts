/**
 * A text of which only the beginning was read, for the whole would take more memory than one body may. It ends in NUL,
 * `cut:` and the bytes of the whole, and whoever reads the value takes the mark off again.
 */
export const withCutMark = (beginning: string, bytes: number): string => `${beginning}${MARK}${bytes}`

const MARK = '\u0000cut:'
/** The mark and as many digits as a length has. */
const MARK_LENGTH_MAX = MARK.length + 12

export type CutText = { readonly beginning: string; readonly bytes: number }

/** Undefined where the text is whole. */
export function cutTextOf(text: string): CutText | undefined {
  const tail = Math.max(0, text.length - MARK_LENGTH_MAX)
  const at = text.indexOf(MARK, tail)
  if (at === -1) return undefined
  const digits = text.slice(at + MARK.length)
  return /^\d{1,12}$/.test(digits) ? { beginning: text.slice(0, at), bytes: Number(digits) } : undefined
}
