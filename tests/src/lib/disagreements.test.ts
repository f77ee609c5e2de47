import { disagreementAt, disagreements } from '#src/lib/disagreements.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const marks = (...starts: readonly number[]) => {
  const found = disagreements(starts)
  return starts.map((_, row) => disagreementAt(found, row))
}

describe('the rows in which the recorded order and time disagree', () => {
  it('are none where time never goes back, also where rows begin at the same moment', () => {
    expect(marks(1, 2, 2, 3)).toEqual(['none', 'none', 'none', 'none'])
    expect(marks()).toEqual([])
  })

  it('are the one row that came late, not all the rows behind it', () => {
    expect(marks(1, 9, 2, 3, 4)).toEqual(['none', 'later', 'none', 'none', 'none'])
  })

  it('tell a row that happened before what was recorded above it', () => {
    expect(marks(5, 6, 1, 7)).toEqual(['none', 'none', 'earlier', 'none'])
  })

  it('never include a row without a time', () => {
    expect(marks(Number.NaN, 5, Number.NaN, 6, 1, 7)).toEqual(['none', 'none', 'none', 'none', 'earlier', 'none'])
  })

  it('are as few as can be, and the others are in the order of time', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 10 })
    fc.assert(
      fc.property(starts, (given) => {
        const found = disagreements(given)
        const kept = given.filter((_, row) => disagreementAt(found, row) === 'none')
        expect(kept).toEqual(kept.toSorted((a, b) => a - b))
        expect(kept.length).toBe(longestByTrying(given))
      }),
    )
  })

  it('are found among 100,000 rows in reverse without trying every pair', () => {
    const found = disagreements(Float64Array.from({ length: 100_000 }, (_, row) => -row))
    expect(found.filter((mark) => mark === 0)).toHaveLength(1)
  })
})

/** The length of a longest non-decreasing subsequence, by trying all of them. */
function longestByTrying(rows: readonly number[]): number {
  let longest = 0
  for (let chosen = 0; chosen < 2 ** rows.length; chosen++) {
    const some = rows.filter((_, row) => (chosen >> row) & 1)
    if (some.every((start, index) => index === 0 || start >= (some[index - 1] ?? 0)))
      longest = Math.max(longest, some.length)
  }
  return longest
}
