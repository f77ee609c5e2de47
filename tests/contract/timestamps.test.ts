import { expect, test } from 'vitest'
import { microsecondsOf, Timestamp, timestampOf } from '#contract/timestamps.ts'

const MOMENTS = [
  '2026-01-20T09:15:00.123456Z',
  '2026-01-20T09:15:00.000001Z',
  '2026-01-20T09:15:00.999999Z',
  '2026-01-20T09:15:01.000000Z',
  '2026-01-20T09:14:59.999999Z',
  '1970-01-01T00:00:00.000000Z',
  '1969-12-31T23:59:59.999999Z',
  '2024-02-29T23:59:59.500000Z',
  '0001-01-01T00:00:00.000000Z',
  '2255-06-05T23:47:34.740991Z',
].map((text) => Timestamp.parse(text))

test.each([
  { what: 'as they come', moments: MOMENTS },
  { what: 'the other way round', moments: MOMENTS.toReversed() },
  { what: 'each twice', moments: MOMENTS.flatMap((moment) => [moment, moment]) },
])('moments are written as they were read, $what', ({ moments }) => {
  expect(moments.map((moment) => timestampOf(microsecondsOf(moment)))).toEqual(moments)
})
