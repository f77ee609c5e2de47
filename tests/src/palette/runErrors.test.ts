import { EventId } from '#contract/ids.ts'
import type { RunError } from '#src/api/errorQueries.ts'
import { stepToError } from '#src/palette/runErrors.ts'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'

const id = (text: string) => z.parse(EventId, text)
const errors = [3, 7, 12].map((execution_order): RunError => ({
  event_id: id(`e${execution_order}`),
  node_id: null,
  execution_order,
  headline: '',
  parent: -1,
}))
const at = (execution_order: number | undefined, event_id = `e${execution_order}`) => ({
  event_id: id(event_id),
  execution_order,
})

it('goes from error to error, and around both ends', () => {
  expect(stepToError(errors, at(3), 1)).toBe(1)
  expect(stepToError(errors, at(12), 1)).toBe(0)
  expect(stepToError(errors, at(3), -1)).toBe(2)
})

it('goes from another event to the error that comes after or before it', () => {
  expect(stepToError(errors, at(5), 1)).toBe(1)
  expect(stepToError(errors, at(5), -1)).toBe(0)
  expect(stepToError(errors, at(20), 1)).toBe(0)
  expect(stepToError(errors, at(1), -1)).toBe(2)
})

it('begins at an end where nothing is open, or its place is not known', () => {
  expect(stepToError(errors, undefined, 1)).toBe(0)
  expect(stepToError(errors, undefined, -1)).toBe(2)
  expect(stepToError(errors, at(undefined, 'other'), 1)).toBe(0)
})

it('knows that there is no error to go to', () => expect(stepToError([], undefined, 1)).toBeUndefined())
