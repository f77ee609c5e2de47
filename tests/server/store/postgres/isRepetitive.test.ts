import { expect, test } from 'vitest'
import { isRepetitive } from '#server/store/postgres/read/isRepetitive.ts'

test.each([
  ['one letter many times', 'a'.repeat(20), true],
  ['another letter before many of one', `b${'a'.repeat(199)}`, true],
  ['a word many times', 'retry; '.repeat(10), true],
  ['something in the middle of many', `${'a'.repeat(100)}b${'a'.repeat(99)}`, true],
  ['another letter behind many of one', `${'a'.repeat(199)}b`, false],
  ['a sentence', 'could not read the file /tmp/plan.md: no such file', false],
  ['a short text, however it repeats', 'aaaaaaaaaaaa', false],
  ['nothing', '', false],
])('%s', (_what, text, expected) => expect(isRepetitive(text)).toBe(expected))
