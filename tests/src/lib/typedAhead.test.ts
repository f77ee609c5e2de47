import { beginTypingAhead, takeTypedAhead, typeAhead } from '#src/lib/typedAhead.ts'
import { beforeEach, expect, test } from 'vitest'

beforeEach(() => {
  takeTypedAhead()
})

test('keeps what is typed until the field takes it, once', () => {
  beginTypingAhead()
  for (const key of ['t', 'i', 'x', 'Backspace', 'm', '/']) expect(typeAhead(key)).toBe(true)
  expect(takeTypedAhead()).toBe('tim/')
  expect(takeTypedAhead()).toBeUndefined()
})

test('keeps nothing that nobody asked for, and no keys that are not text', () => {
  expect(typeAhead('t')).toBe(false)
  expect(takeTypedAhead()).toBeUndefined()
  beginTypingAhead()
  expect(typeAhead('ArrowDown')).toBe(false)
  expect(takeTypedAhead()).toBe('')
})

test('forgets what was typed on Escape, and after a while', () => {
  beginTypingAhead()
  typeAhead('t')
  expect(typeAhead('Escape')).toBe(true)
  expect(takeTypedAhead()).toBeUndefined()
  beginTypingAhead(0)
  expect(typeAhead('t', 15_001)).toBe(false)
  beginTypingAhead(0)
  typeAhead('t', 10)
  expect(takeTypedAhead(15_001)).toBeUndefined()
})
