/** Where a row stands in time, compared with where it was recorded. */
export type Disagreement = 'none' | 'earlier' | 'later'

/** What a disagreement means, in words for the reader. */
export const DISAGREEMENT_WORDS: Readonly<Record<Exclude<Disagreement, 'none'>, string>> = {
  earlier: 'Out of time order: recorded after others that started later',
  later: 'Out of time order: recorded before others that started earlier',
}

/**
 * Which of the rows, given in recorded order by the times that they tell of, disagree with time: those outside a longest
 * non-decreasing subsequence, so that the fewest are marked and one late row does not accuse all that follow it. Each is
 * then either `earlier` than a row before it or `later` than a row behind it, never both. A row without a time (NaN)
 * contradicts nothing and is not marked. Patience sorting, O(n log n).
 */
export function disagreements(starts: ArrayLike<number>): Disagreements {
  const size = starts.length
  const before = new Int32Array(size).fill(-1)
  // `tails[k]` is the row that ends the subsequence of k + 1 rows with the earliest end.
  const tails = new Int32Array(size)
  let length = 0
  const at = (row: number | undefined): number => starts[row ?? -1] ?? Number.NaN
  for (let row = 0; row < size; row++) {
    const start = at(row)
    if (Number.isNaN(start)) continue
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(tails[middle]) <= start) low = middle + 1
      else high = middle
    }
    if (low > 0) before[row] = tails[low - 1] ?? -1
    tails[low] = row
    if (low === length) length++
  }

  const kept = new Uint8Array(size)
  for (let row = length > 0 ? (tails[length - 1] ?? -1) : -1; row >= 0; row = before[row] ?? -1) kept[row] = 1
  return markOutside(starts, kept)
}

/** One mark for each row; read it with `disagreementAt`. */
export type Disagreements = Int8Array

export function disagreementAt(marks: Disagreements, row: number): Disagreement {
  const mark = marks[row] ?? 0
  return mark === 0 ? 'none' : mark < 0 ? 'earlier' : 'later'
}

/** A row that was not kept would fit between its kept neighbours only if the subsequence could be longer, which it cannot. */
function markOutside(starts: ArrayLike<number>, kept: Uint8Array): Disagreements {
  const marks = new Int8Array(kept.length)
  let latest = -Infinity
  for (let row = 0; row < kept.length; row++) {
    const start = starts[row] ?? Number.NaN
    if (Number.isNaN(start)) continue
    if (kept[row] === 1) latest = start
    else marks[row] = start < latest ? -1 : 1
  }
  return marks
}
