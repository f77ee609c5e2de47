import { setClockZone } from '#src/lib/clockZone.ts'
import { canonicalTimestamp } from '#contract/timestamps.ts'
import {
  formatBytes,
  formatClock,
  formatCost,
  formatDay,
  formatDuration,
  formatExact,
  formatMinute,
  formatRelative,
  shortId,
  UNKNOWN,
  zoneName,
} from '#src/lib/format.ts'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [320, '320 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [4200, '4.2 s'],
    [9960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1m 00s'],
    [64_000, '1m 04s'],
    [3_599_600, '1h 00m'],
    [7_500_000, '2h 05m'],
    [86_399_000, '1d 00h'],
    [273_600_000, '3d 04h'],
    [12_960_000_000, '150d'],
    [378_691_200_000, '12 y'],
    [1e300, '>9999 y'],
  ])('%d ms read as %s', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text))

  it.each([null, undefined, -1, Number.NaN, Number.POSITIVE_INFINITY])('%s is not known', (value) =>
    expect(formatDuration(value)).toBe(UNKNOWN),
  )

  it('never show a minute of 60 seconds or an hour of 60 minutes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (milliseconds) => {
        expect(formatDuration(milliseconds)).not.toMatch(/\b60s|\b60m|\b24h|NaN/)
      }),
    )
  })
})

describe('sizes and costs', () => {
  it.each([
    [512, '512 B'],
    [1500, '1.5 kB'],
    [999_960, '1.0 MB'],
    [5_000_000, '5.0 MB'],
  ])('%d bytes read as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

  it.each([
    [0, '$0.0000'],
    [0.0123, '$0.0123'],
    [0.00001, '<$0.0001'],
    [1.5, '$1.50'],
    [null, UNKNOWN],
  ])('%s dollars read as %s', (usd, text) => expect(formatCost(usd)).toBe(text))
})

describe('moments', () => {
  const at = '2026-01-20T09:15:00.123456Z'
  const later = (seconds: number) => Date.parse('2026-01-20T09:15:01Z') + seconds * 1000

  it('are relative in lists', () => {
    expect(formatRelative(at, later(5))).toBe('just now')
    expect(formatRelative(at, later(180))).toBe('3 min. ago')
    expect(formatRelative(at, later(86_400))).toBe('yesterday')
  })

  describe.each([
    ['local', 'Asia/Kolkata', '2026-01-20 14:45', '14:45:00.123', 'UTC+5:30'],
    ['local', 'America/St_Johns', '2026-01-20 05:45', '05:45:00.123', 'UTC−3:30'],
    ['local', 'Pacific/Kiritimati', '2026-01-20 23:15', '23:15:00.123', 'UTC+14'],
    ['utc', 'Asia/Kolkata', '2026-01-20 09:15', '09:15:00.123', 'UTC'],
  ] as const)('by the %s clock of a reader in %s', (clock, place, minute, time, zone) => {
    beforeEach(() => {
      vi.stubEnv('TZ', place)
      setClockZone(clock)
    })
    afterEach(() => {
      vi.unstubAllEnvs()
      setClockZone('local')
    })

    it('say their zone where they stand alone', () => {
      expect(formatMinute(at)).toBe(`${minute} ${zone}`)
      expect(zoneName(new Date(at))).toBe(zone)
    })

    it('keep their microseconds on hover', () => expect(formatExact(at)).toBe(`${minute}:00.123456 ${zone}`))

    it('are a time of day, to the millisecond, in rows', () => expect(formatClock(at)).toBe(time))
  })

  it('fall on the day of the clock they are shown by', () => {
    vi.stubEnv('TZ', 'Pacific/Kiritimati')
    expect(formatDay('2026-01-20T12:00:00.000000Z')).toBe('2026-01-21')
    setClockZone('utc')
    expect(formatDay('2026-01-20T12:00:00.000000Z')).toBe('2026-01-20')
    setClockZone('local')
    vi.unstubAllEnvs()
  })

  it.each([
    ['2026-01-20T09:15:00Z', '2026-01-20T09:15:00.000000Z'],
    ['2026-01-20 09:15:00.123456', '2026-01-20T09:15:00.123456Z'],
    ['2026-01-20T09:15:00.1234567+02:00', '2026-01-20T07:15:00.123456Z'],
    ['2026-01-20T09:15:00.5-0530', '2026-01-20T14:45:00.500000Z'],
    ['2026-01-20', '2026-01-20T00:00:00.000000Z'],
    ['2026-02-30T00:00:00Z', undefined],
    ['yesterday', undefined],
    ['2026-01-20T25:00:00Z', undefined],
  ])('%s is read as %s', (text, canonical) => expect(canonicalTimestamp(text)).toBe(canonical))
})

it('shortens a UUID and leaves a name whole', () => {
  expect(shortId('4870fb7a-4d8a-4e1d-8ee8-78091fbacc08')).toBe('4870fb7a')
  expect(shortId('step_1')).toBe('step_1')
})
