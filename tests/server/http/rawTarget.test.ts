import { refusedTarget } from '#server/http/rawTarget.ts'
import { expect, test } from 'vitest'

test.each([
  '/',
  '/runs/b1/nodes/step_1?tab=events',
  '/api/nodes/a%2Fb',
  '/api/nodes/a%2F..%2Fb',
  '/api/nodes/%25%3F%23%20%F0%9F%98%80',
  '/api/nodes/%252e%252e',
  '/api/nodes/...',
  '/api/nodes/a%5Cb',
  '/api/runs?q=../..//\\%00',
])('%s may pass', (target) => {
  expect(refusedTarget(target)).toBeUndefined()
})

test.each([
  ['http://evil.example/api/runs', 'must begin with a slash'],
  ['*', 'must begin with a slash'],
  ['', 'must begin with a slash'],
  ['/api\\runs', 'must not contain a backslash'],
  ['/api/runs#x', 'must not contain a fragment'],
  ['//evil.example/api', 'must not contain an empty segment'],
  ['/api/runs//events', 'must not contain an empty segment'],
  ['/api/runs/../health', 'must not contain a dot segment'],
  ['/api/runs/%2e%2E/health', 'must not contain a dot segment'],
  ['/api/runs/.%2e', 'must not contain a dot segment'],
  ['/api/./runs', 'must not contain a dot segment'],
  ['/api/runs/a%00b', 'must not contain NUL'],
  ['/api/runs/%E0%A4%A', 'must be percent-encoded UTF-8'],
  ['/api/runs/%ED%A0%80', 'must be percent-encoded UTF-8'],
  ['/api/runs/%', 'must be percent-encoded UTF-8'],
])('%s %s', (target, reason) => {
  expect(refusedTarget(target)).toBe(reason)
})
