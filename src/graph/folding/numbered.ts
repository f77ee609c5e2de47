/** Numbers keys from 0 without gaps, in order of first occurrence; equal keys get equal numbers. O(count). */
export function numbered(count: number, keyOf: (at: number) => string | number | undefined): Int32Array {
  const numbers = new Map<string | number | undefined, number>()
  const result = new Int32Array(count)
  for (let at = 0; at < count; at++) {
    const key = keyOf(at)
    let number = numbers.get(key)
    if (number === undefined) {
      number = numbers.size
      numbers.set(key, number)
    }
    result[at] = number
  }
  return result
}

/** The same for pairs of numbers from 0 to below 2²⁶. */
export const numberedPairs = (a: Int32Array, b: Int32Array): Int32Array =>
  numbered(a.length, (at) => (a[at] ?? 0) * PAIR_WIDTH + (b[at] ?? 0))

const PAIR_WIDTH = 2 ** 26
