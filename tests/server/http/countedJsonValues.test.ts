import { countedJsonValues } from '#server/http/countedJsonValues.ts'
import { expect, test } from 'vitest'

test.each([
  ['1', 1],
  ['"a,[{b"', 1],
  ['"a\\\\", 1', 2],
  ['"\\\\\\",", 1', 2],
  ['{"a":[1,2,{"b":","}]}', 6],
  ['"never ended, [', 1],
])('in %s are %i', (text, count) => {
  expect(countedJsonValues(text, 100)).toBe(count)
})

test('no more are counted than it takes to know', () => {
  expect(countedJsonValues('[]'.repeat(1000), 10)).toBe(11)
})
