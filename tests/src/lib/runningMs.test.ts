import { aRun } from '#mocks/fixtures/builders.ts'
import { formatSeconds } from '#src/lib/format.ts'
import { runningMs } from '#src/lib/runningMs.ts'
import { expect, it } from 'vitest'

const START = Date.UTC(2026, 0, 20, 10)
const live = aRun({ status: 'executing', started_at: '2026-01-20T10:00:00.000000Z' })

it('says how long a run has gone on, and never less than nothing', () => {
  expect(runningMs(live, START + 64_250)).toBe(64_250)
  expect(runningMs(live, START - 5000)).toBe(0)
})

it('says that a run of days ago was left by its writer', () => {
  expect(runningMs(live, START + 86_400_000)).toBe(86_400_000)
  expect(runningMs(live, START + 86_400_001)).toBe('abandoned')
})

it('says nothing of a run that does not go on, or began nobody knows when', () => {
  expect(runningMs({ ...live, status: 'failed' }, START)).toBeUndefined()
  expect(runningMs({ ...live, completed_at: live.started_at }, START)).toBeUndefined()
  expect(runningMs({ ...live, started_at: null }, START)).toBeUndefined()
})

it('writes a time that goes on in whole seconds that have passed', () => {
  expect([0, 999, 1000, 9999, 59_999, 64_999].map(formatSeconds)).toEqual([
    '0 s',
    '0 s',
    '1 s',
    '9 s',
    '59 s',
    '1m 04s',
  ])
})
