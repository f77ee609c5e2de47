import { timeTicks } from '#src/timeline/model/timeTicks.ts'
import { describe, expect, it } from 'vitest'

const labels = (from: number, to: number, least: number) => timeTicks(from, to, least).map(({ label }) => label)

describe('the ticks of the time axis, in microseconds', () => {
  it.each([
    [0, 9000, 1500, ['0', '2 ms', '4 ms', '6 ms', '8 ms']],
    [0, 1e6, 250_000, ['0', '500 ms', '1.0 s']],
    [0, 64e6, 12e6, ['0', '15 s', '30 s', '45 s', '1m 00s']],
    [0, 7.5e9, 2.5e9, ['0', '1h 00m', '2h 00m']],
    [0, 5 * 86_400e6, 86_000e6, ['0', '1d 00h', '2d 00h', '3d 00h', '4d 00h', '5d 00h']],
    [61e6, 91e6, 9e6, ['1m 10s', '1m 20s', '1m 30s']],
  ])('from %d to %d, %d apart at least, are round', (from, to, least, expected) => {
    expect(labels(from, to, least)).toEqual(expected)
  })

  it('are told apart also where they are a few milliseconds or microseconds apart, late in a run', () => {
    expect(labels(64_000_000, 64_010_000, 4000)).toEqual(['1m 04.000s', '1m 04.005s', '1m 04.010s'])
    expect(labels(64_000_000, 64_000_010, 4)).toEqual(['1m 04.000000s', '1m 04.000005s', '1m 04.000010s'])
  })

  it.each([0, 1, 999, 12_345, 3.6e9, 1e15])('never lie nearer than they must, nor outside, up to %d', (to) => {
    for (const least of [1, 77, 5e5, 1e9]) {
      const ticks = timeTicks(0, Math.min(to, least * 100), least)
      expect(ticks.every(({ at }, index) => index === 0 || at - (ticks[index - 1]?.at ?? 0) >= least)).toBe(true)
      expect(ticks.every(({ at }) => at >= 0 && at <= to)).toBe(true)
    }
  })
})
