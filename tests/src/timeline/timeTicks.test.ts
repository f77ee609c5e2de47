import { timeTicks } from '#src/timeline/timeTicks.ts'
import { describe, expect, it } from 'vitest'

const labels = (span: number, most: number) => timeTicks(span, most).map(({ label }) => label)

describe('the ticks of the time axis', () => {
  it.each([
    [9, 5, ['0', '2 ms', '4 ms', '6 ms', '8 ms']],
    [1000, 4, ['0', '500 ms', '1.0 s']],
    [64_000, 5, ['0', '15 s', '30 s', '45 s', '1m 00s']],
    [540_000, 6, ['0', '2m 00s', '4m 00s', '6m 00s', '8m 00s']],
    [7_500_000, 3, ['0', '1h 00m', '2h 00m']],
    [5 * 86_400_000, 5, ['0', '1d 00h', '2d 00h', '3d 00h', '4d 00h', '5d 00h']],
  ])('of %d ms with room for %d are round', (span, most, expected) => {
    expect(labels(span, most)).toEqual(expected)
  })

  it('lie at their share of the span', () => {
    expect(timeTicks(80_000, 3).map(({ at }) => at)).toEqual([0, 0.375, 0.75])
  })

  it.each([0, 0.4, 1, 37, 999, 12_345, 3_600_001, 1e9, 1e12, 1e15])('never exceed their room, for %d ms', (span) => {
    for (const most of [0, 1, 2, 5, 12]) {
      const ticks = timeTicks(span, most)
      expect(ticks.length).toBeLessThanOrEqual(Math.max(1, most) + 1)
      expect(ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true)
    }
  })

  it('of a run without length are its beginning alone', () => {
    expect(timeTicks(0, 8)).toEqual([{ at: 0, label: '0' }])
  })
})
