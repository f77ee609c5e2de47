import { describe, expect, test } from 'vitest'
import { aBundle, aRun, aSession } from '#mocks/fixtures/builders.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { WRITES_NOTED_MAX } from '#server/store/changes/mergeChanges.ts'

const RUN = aRun().run_id

describe('what the memory store keeps of writes', () => {
  test('whoever lags more writes behind than are kept reads anew, before and after they are forgotten', async () => {
    const { changes, writer } = createMemoryStore()
    for (let write = 0; write < WRITES_NOTED_MAX + 2; write += 1)
      // oxlint-disable-next-line no-await-in-loop -- one write after the other
      await writer.replaceRun(aSession(), aBundle({ run: aRun({ agent: `${write}` }) }))
    const known = async () => [await changes.changesSince(RUN, 1), await changes.changesSince(RUN, 2)]
    const before = await known()
    expect(before).toMatchObject([undefined, { revision: WRITES_NOTED_MAX + 2 }])
    await changes.pruneChanges()
    expect(await known()).toEqual(before)
  })
})
