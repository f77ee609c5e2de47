/** A row's position in time, compared with its recorded position. */
export type Disagreement = 'none' | 'earlier' | 'later'

/** The meaning of a disagreement, in words for the reader. */
export const DISAGREEMENT_WORDS: Readonly<Record<Exclude<Disagreement, 'none'>, string>> = {
  earlier: 'Out of time order: recorded after others that started later',
  later: 'Out of time order: recorded before others that started earlier',
}

/**
 * Which of the rows, given by start time in recorded order, disagree with time: those outside a longest non-decreasing
 * subsequence, so that as few as possible are marked and one late row does not put all rows after it in doubt. Each is
 * either `earlier` than a row before it or `later` than a row after it, never both. A row without a time (NaN)
 * contradicts nothing and is not marked. Patience sorting, O(n log n).
 */
export function disagreements(starts: ArrayLike<number>): Disagreements {
  const size = starts.length
  const before = new Int32Array(size).fill(-1)
  // `tails[k]` is the last row of the subsequence of k + 1 rows that ends earliest.
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

/** One mark per row; read it with `disagreementAt`. */
export type Disagreements = Int8Array

export function disagreementAt(marks: Disagreements, row: number): Disagreement {
  const mark = marks[row] ?? 0
  return mark === 0 ? 'none' : mark < 0 ? 'earlier' : 'later'
}

/** A dropped row would fit between its kept neighbours only if the subsequence could be longer, which it cannot. */
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
