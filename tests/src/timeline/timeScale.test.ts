import { FOLD_WIDTH, timeScale } from '#src/timeline/model/timeScale.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const folded = [
  { from: 200, to: 500 },
  { from: 700, to: 900 },
]

describe('the scale of time', () => {
  it('is even where nothing is folded', () => {
    const { x, t } = timeScale({ from: 1000, to: 2000 }, 500, [])
    expect([1000, 1500, 2000, 2200].map(x)).toEqual([0, 250, 500, 600])
    expect([0, 250, 500, -100].map(t)).toEqual([1000, 1500, 2000, 800])
  })

  it('gives a fold its fixed width, and the rest to the time that is left', () => {
    const { x } = timeScale({ from: 0, to: 1000 }, 500 + 2 * FOLD_WIDTH, folded)
    expect([0, 200, 500, 700, 900, 1000].map(x)).toEqual([0, 200, 228, 428, 456, 556])
  })

  it('keeps most of the width for time, however many folds there are', () => {
    const many = Array.from({ length: 10 }, (_, at) => ({ from: at * 100 + 10, to: at * 100 + 90 }))
    const { x } = timeScale({ from: 0, to: 1000 }, 200, many)
    expect(x(1000)).toBeCloseTo(200)
    expect(x(90) - x(10)).toBeCloseTo(10)
  })

  it('goes there and back, and never turns back, also beyond its edges', () => {
    const moment = fc.integer({ min: -500, max: 1500 })
    fc.assert(
      fc.property(
        moment,
        moment,
        fc.integer({ min: -400, max: 600 }),
        fc.integer({ min: 350, max: 900 }),
        (a, b, from, length) => {
          const { x, t } = timeScale({ from, to: from + length }, 400, folded)
          expect(t(x(a))).toBeCloseTo(a, 5)
          expect(Math.sign(x(b) - x(a))).toBe(Math.sign(b - a))
          expect(x(from)).toBeCloseTo(0)
          expect(x(from + length)).toBeCloseTo(400)
        },
      ),
    )
  })

  it('tells microseconds apart in times of our century', () => {
    const now = 1_768_903_200_000_000
    const { x } = timeScale({ from: now, to: now + 1000 }, 1000, [])
    expect(x(now + 1)).toBeCloseTo(1)
  })
})
