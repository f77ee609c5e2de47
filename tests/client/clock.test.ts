import { isoOf, nowMicros } from '../../client/clock.ts'
import { microsecondsOf } from '#contract/timestamps.ts'
import { expect, test, vi } from 'vitest'

test('moments come one after the other, each a microsecond at least, at the time of the day', () => {
  const moments = Array.from({ length: 1000 }, nowMicros)
  expect(moments).toEqual([...new Set(moments)].toSorted((a, b) => a - b))
  expect(Math.abs((moments[0] ?? 0) / 1000 - Date.now())).toBeLessThan(1000)
})

test('the text of a moment is that of the contract', () => {
  for (const micros of [0, 1, 999_999, 1_768_900_000_123_456]) expect(microsecondsOf(isoOf(micros))).toBe(micros)
})

test('a computer that slept wakes at the right time', () => {
  const asleep = Date.now() + 3_600_000
  vi.spyOn(Date, 'now').mockReturnValue(asleep)
  expect(nowMicros()).toBe(asleep * 1000)
})
