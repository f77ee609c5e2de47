import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CoalescingTask } from '#server/live/CoalescingTask.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what is asked for within the rest is done in one turn', async () => {
  let turns = 0
  const pulse = new CoalescingTask(async () => void turns++, 25)
  for (let i = 0; i < 100; i++) pulse.ask()
  await vi.advanceTimersByTimeAsync(24)
  expect(turns).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(turns).toBe(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(turns).toBe(1)
})

test('what is asked for during a turn is done in one further turn, and never at the same time', async () => {
  let working = 0
  let most = 0
  let turns = 0
  const pulse = new CoalescingTask(async () => {
    most = Math.max(most, ++working)
    turns += 1
    await new Promise((resolve) => setTimeout(resolve, 100))
    working -= 1
  }, 25)
  pulse.ask()
  await vi.advanceTimersByTimeAsync(50)
  pulse.ask()
  pulse.ask()
  await vi.advanceTimersByTimeAsync(1000)
  expect({ turns, most }).toEqual({ turns: 2, most: 1 })
})

test('it rests as long as its last turn took', async () => {
  const starts: number[] = []
  const pulse = new CoalescingTask(async () => {
    starts.push(performance.now())
    await new Promise((resolve) => setTimeout(resolve, 400))
    if (starts.length < 3) pulse.ask()
  }, 25)
  pulse.ask()
  // Asked for at the end of a turn and so within it.
  await vi.advanceTimersByTimeAsync(5000)
  expect(starts.length).toBe(3)
  expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThanOrEqual(800)
})

test('a turn that fails does not end it', async () => {
  let turns = 0
  const pulse = new CoalescingTask(async () => {
    turns += 1
    if (turns === 1) throw new Error('the database is away')
  }, 25)
  pulse.ask()
  await vi.advanceTimersByTimeAsync(30)
  pulse.ask()
  await vi.advanceTimersByTimeAsync(30)
  expect(turns).toBe(2)
})

test('once stopped it does nothing more', async () => {
  let turns = 0
  const pulse = new CoalescingTask(async () => void turns++, 25)
  pulse.ask()
  pulse.stop()
  pulse.ask()
  await vi.advanceTimersByTimeAsync(1000)
  expect(turns).toBe(0)
})
