import { acceptedCoding } from '#server/http/acceptedCoding.ts'
import { isKnownTag } from '#server/http/entityTags.ts'
import { expect, test } from 'vitest'

const ALL = ['zstd', 'br', 'gzip'] as const

test.each([
  [null, undefined],
  ['', undefined],
  ['identity', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip, deflate, br, zstd', 'zstd'],
  ['gzip, deflate, br', 'br'],
  ['gzip;q=1.0, br;q=0.9', 'gzip'],
  ['gzip; q = 0.2 , br;q=0.1', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['zstd;q=0, *', 'br'],
  ['*', 'zstd'],
  ['*;q=0', undefined],
  ['gzip;q=0', undefined],
  ['identity;q=1, gzip;q=0.5', undefined],
  ['identity;q=0.5, gzip;q=0.5', 'gzip'],
  ['identity;q=0, gzip;q=0.1', 'gzip'],
  ['gzip;q=2', undefined],
  ['gzip;q=what', undefined],
  ['deflate, compress', undefined],
  [',;,', undefined],
])('of %j the best is %j', (header, coding) => {
  expect(acceptedCoding(header, ALL)).toBe(coding)
})

test('only what is offered is chosen', () => {
  expect(acceptedCoding('zstd, br, gzip', ['gzip'])).toBe('gzip')
  expect(acceptedCoding('zstd, br, gzip', [])).toBeUndefined()
})

test.each([
  [null, false],
  ['"a"', true],
  ['W/"a"', true],
  ['"b", W/"a"', true],
  ['*', true],
  ['"b"', false],
  ['a', false],
  ['"A"', false],
  ['"a,b"', false],
])('If-None-Match: %j knows "a": %j', (header, known) => {
  expect(isKnownTag(header, '"a"')).toBe(known)
  expect(isKnownTag(header, 'W/"a"')).toBe(known)
})
