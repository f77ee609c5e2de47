import { failureReason } from '#src/run/overview/failureReason.ts'
import type { RunError } from '#src/api/errorQueries.ts'
import { EventId } from '#contract/ids.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const errors = (...parents: readonly number[]): readonly RunError[] =>
  parents.map((parent, i) => ({
    event_id: z.parse(EventId, `e${i}`),
    node_id: null,
    execution_order: i,
    headline: `error ${i}`,
    parent,
  }))
const named = (...parents: readonly number[]) => {
  const found = failureReason(errors(...parents))
  return found && [found.cause.headline, found.surfaced?.headline]
}

test('without errors there is no reason', () => {
  expect(named()).toBeUndefined()
})

test('an error on its own is the cause, and surfaces nowhere else', () => {
  expect(named(-1, -1)).toEqual(['error 0', undefined])
})

test('the cause is the innermost error, and it surfaces in the outermost', () => {
  expect(named(-1, 0, 1)).toEqual(['error 2', 'error 0'])
})

test('a cycle of parents ends', () => {
  expect(named(1, 0)).toEqual(['error 0', 'error 1'])
})
