import { expect, test } from 'vitest'
import { repeatedly } from '#server/repeatedly.ts'
import { eventually } from '#tests/support/eventually.ts'

test.each<[string, () => Promise<void>]>([
  ['rejects', () => Promise.reject(new Error('the database is gone'))],
  [
    'throws before it begins',
    () => {
      throw new Error('a bad row')
    },
  ],
])('a turn that %s does not end the loop', async (_how, fail) => {
  let turns = 0
  const stop = repeatedly(1, () => {
    turns += 1
    return turns % 2 === 1 ? fail() : Promise.resolve()
  })
  await eventually(() => expect(turns).toBeGreaterThan(4))
  await stop()
  const atTheEnd = turns
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(turns).toBe(atTheEnd)
})

test('a turn says how long to pause after it, and stopping does not wait for that', async () => {
  let turns = 0
  const stop = repeatedly(3_600_000, async () => {
    turns += 1
    return turns < 4 ? 0 : undefined
  })
  await eventually(() => expect(turns).toBe(4))
  await stop()
  for (const pause of [3_600_000, 1e12]) {
    const before = turns
    // oxlint-disable-next-line no-await-in-loop -- one loop after the other
    await repeatedly(0, async () => {
      turns += 1
      return pause
    })()
    expect(turns).toBe(before + 1)
  }
})
