import { expect, test } from 'vitest'
import { errorExcerpt } from '#src/records/events/errorExcerpt.ts'

const frames = Array.from({ length: 5 }, (_, at) => `  File "/app/step.py", line ${at}, in run`)

test('a Python traceback keeps its last lines, which name the error', () => {
  const text = ['Traceback (most recent call last):', ...frames, 'ValueError: no rows'].join('\n')
  expect(errorExcerpt(text)).toBe(['…', ...frames.slice(2), 'ValueError: no rows'].join('\n'))
  expect(errorExcerpt(`${text}\n\n`)).toMatch(/ValueError: no rows$/)
})

test('a short traceback is whole', () => {
  const text = 'Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: 7'
  expect(errorExcerpt(text)).toBe(text)
})

test('any other error keeps its first lines', () => {
  const text = ['TypeError: x is not a function', '    at a', '    at b', '    at c', '    at d'].join('\n')
  expect(errorExcerpt(text)).toMatch(/^TypeError: x is not a function\n {4}at a/)
})
