import { expect, test } from 'vitest'
import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { keyFigures } from '#src/node/overview/keyFigures.ts'
import { nodeRef, storeRuns } from '#tests/support/testStore.ts'

const STEP = nodeRef(aRun().run_id, 'step_1')

async function figuresOf(...events: readonly Parameters<typeof anEvent>[0][]) {
  const store = createMemoryStore()
  await storeRuns(
    store,
    aBundle({
      nodes: [aNode(STEP)],
      events: events.map((event, i) => anEvent({ ...STEP, event_id: `e${i}`, ...event })),
    }),
  )
  return keyFigures(await store.repositories.summaries.summarizeNode(STEP))
}

test('agent, model and tool calls are told apart, and failed ones are counted', async () => {
  const figures = await figuresOf(
    { event_type: 'agent_call', event_subtype: 'start' },
    { event_type: 'agent_call', event_subtype: 'complete' },
    { event_type: 'llm_call', event_subtype: 'execution' },
    { event_type: 'tool_call', event_subtype: 'execution' },
    { event_type: 'tool_call', event_subtype: 'error', status: 'failed' },
  )
  const shown = new Map(figures.map(({ name, value }) => [name, value]))
  expect([shown.get('Agent calls'), shown.get('Model calls'), shown.get('Tool calls')]).toEqual([
    '1',
    '1',
    '2, 1 failed',
  ])
  expect(shown.has('Code runs')).toBe(false)
})

test('every figure says what it counts', async () => {
  const figures = await figuresOf({ event_type: 'code_exec', event_subtype: 'execution' })
  expect(figures.filter(({ hint }) => hint === '')).toEqual([])
  expect(figures.find(({ name }) => name === 'Code runs')?.value).toBe('1')
})
