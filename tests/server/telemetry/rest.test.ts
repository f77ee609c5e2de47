import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { Projector } from '#server/telemetry/Projector.ts'
import type { Lane } from '#server/store/ports/spans.ts'
import { agent, handmadeSpan } from '#tests/support/handmadeSpans.ts'

const SLOW_MS = 300
const FACTOR = 10

/** How long a run rests after a slow drawing, drawn among runs of this lane. */
async function restIn(lane: Lane): Promise<number | undefined> {
  const store = createMemoryStore()
  await store.spans.acceptSpans([
    handmadeSpan({ id: 1, from: 0, to: 250, name: 'writer', attributes: agent('writer') }),
  ])
  const listDue = store.spans.listDue.bind(store.spans)
  vi.spyOn(store.spans, 'listDue').mockImplementation((quietMs, limit) => listDue(quietMs, limit))
  const marked = vi.spyOn(store.spans, 'markProjected')
  await new Projector({
    ...store,
    project: async () => {
      await sleep(SLOW_MS)
      return { runs: [], unassignedCalls: [], isSettled: true }
    },
    restFactor: FACTOR,
    onFailure: (_run, error) => {
      throw error
    },
  }).projectDue(undefined, lane)
  return marked.mock.calls[0]?.[4]?.restMs
}

test('a large run rests ten times as long as it took, a small one on a slow machine a second', async () => {
  expect(await restIn('large')).toBeGreaterThan(SLOW_MS * 0.9 * FACTOR)
  expect(await restIn('small')).toBe(1000)
})
