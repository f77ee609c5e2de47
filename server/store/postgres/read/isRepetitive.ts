/** Shorter texts are cheap even if they repeat. */
const LENGTH_MIN = 16

/**
 * Whether a suffix of the text, of 16 units or more, repeats itself at least once: `aaaa…`, `abcabc…`, `b` and many
 * `a`. The database compares from the end (Boyer-Moore-Horspool) and may advance by only one period: in a text that
 * repeats in the same way, it compares each character with the whole needle. Needles that do not repeat cannot match
 * far twice within their length, so the scan stays linear. Takes linear time (Knuth-Morris-Pratt prefix function, read
 * backwards).
 */
export function isRepetitive(text: string): boolean {
  const unit = (index: number): number => text.charCodeAt(text.length - 1 - index)
  /** For each suffix of the text, the length of its longest border. */
  const borders = new Uint32Array(text.length)
  let border = 0
  for (let index = 1; index < text.length; index++) {
    while (border > 0 && unit(index) !== unit(border)) border = borders[border - 1] ?? 0
    if (unit(index) === unit(border)) border += 1
    borders[index] = border
    const length = index + 1
    if (length >= LENGTH_MIN && border * 2 >= length) return true
  }
  return false
}
