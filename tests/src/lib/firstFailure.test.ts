import { firstFailure } from '#src/lib/firstFailure.ts'
import { expect, it } from 'vitest'

const over = (parents: readonly number[]) => (row: number) => parents[row] ?? -1

it('is the call that failed, not those that failed because of it', () => {
  // 0 called 1, which went well, and 2; 2 called 3, which failed first.
  expect(firstFailure([0, 2, 3], over([-1, 0, 0, 2]))).toBe(3)
})

it('is found below what did not fail itself', () => {
  expect(firstFailure([0, 2], over([-1, 0, 1]))).toBe(2)
})

it('is the earliest of several', () => {
  expect(firstFailure([1, 4], over([-1, 0, 0, 0, 0]))).toBe(1)
  expect(firstFailure([], over([]))).toBeUndefined()
})

it('is found also where parents form a cycle', () => {
  expect(firstFailure([0, 1], over([1, 0]))).toBe(0)
  expect(firstFailure([0], over([0]))).toBe(0)
})
