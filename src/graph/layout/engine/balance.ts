import { alignBlocks } from './alignBlocks.ts'
import { widthOf, type Across } from './Across.ts'
import { findConflicts } from './findConflicts.ts'

/**
 * The four extreme assignments aligned to the narrowest of them; the result is the mean of the two middle ones (Brandes
 * and Köpf, 2002, section 4.3). O(V + E).
 *
 * @param most returns undefined if the first assignment is wider than this: the others are hardly narrower, and each
 * takes time
 */
export function balance(across: Across, most: number): Float64Array | undefined {
  const yields = findConflicts(across.g)
  const { total } = across.g
  const extreme = (fromTop: boolean, fromLeft: boolean) => ({
    fromLeft,
    x: alignBlocks(across, yields, { fromTop, fromLeft }),
  })
  const first = extreme(true, true)
  if (widthOf(across, first.x) > most) return undefined
  const four = [first, extreme(true, false), extreme(false, true), extreme(false, false)]
  let narrowest = first
  let least = Number.POSITIVE_INFINITY
  for (const one of four) {
    const width = widthOf(across, one.x)
    if (width < least) {
      least = width
      narrowest = one
    }
  }
  const edge = (x: Float64Array, low: boolean) => {
    let most = low ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    for (const value of x) most = low ? Math.min(most, value) : Math.max(most, value)
    return most
  }
  const low = edge(narrowest.x, true)
  const high = edge(narrowest.x, false)
  const shifts = four.map(({ fromLeft, x }) => (fromLeft ? low - edge(x, true) : high - edge(x, false)))
  const [a, b, c, d] = four.map(({ x }) => x)
  const [p = 0, q = 0, r = 0, s = 0] = shifts
  const x = new Float64Array(total)
  for (let item = 0; item < total; item++) {
    const [i, j, k, l] = [(a?.[item] ?? 0) + p, (b?.[item] ?? 0) + q, (c?.[item] ?? 0) + r, (d?.[item] ?? 0) + s]
    x[item] = (i + j + k + l - Math.min(i, j, k, l) - Math.max(i, j, k, l)) / 2
  }
  return x
}
