import { type NodeRef, NodeId } from '#contract/ids.ts'
import * as faults from '#mocks/faults.ts'
import { aBundle, anEvent, aNode, aRun } from '#mocks/fixtures/builders.ts'
import { BLUE, CANARY, GREEN, twinRuns, twinSessions } from '#mocks/fixtures/twinRuns.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { createMemoryStore } from '#server/store/memory/memoryStore.ts'
import { server } from '#mocks/node.ts'
import type { Store } from '#server/store/ports/store.ts'
import type { RunBundle } from '#server/store/ports/writer.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { readWholeNode } from '#src/node/download/readWholeNode.ts'
import type { RequestHandler } from 'msw'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'

const STEP: NodeRef = { run_id: BLUE, node_id: z.parse(NodeId, 'step_1') }

async function serve(data: readonly RunBundle[], fault?: (store: Store) => RequestHandler): Promise<void> {
  const store = createMemoryStore()
  await store.writer.writeSessions(twinSessions)
  for (const bundle of data) await store.writer.writeRun(bundle)
  server.use(...(fault ? [fault(store)] : []), ...apiHandlers(store))
}

const read = (onProgress = vi.fn<(read: number, total: number) => void>()) =>
  readWholeNode(STEP, onProgress, new AbortController().signal)

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())

describe('the data of a node, read to its end', () => {
  it('holds every row of the node with its whole payload, and none of its twin', async () => {
    await serve(twinRuns)
    const whole = await read()
    expect(whole.events.map((event) => event.event_id)).toEqual(['cobalt-call', 'cobalt-code', 'cobalt-error'])
    expect(whole.events[1]?.inputs).toEqual({ language: 'python', code: 'print("cobalt")\n' })
    expect([whole.files.length, whole.messages.length, whole.summary.events.total]).toEqual([1, 1, 3])
    expect(JSON.stringify(whole)).not.toContain(CANARY.green)
  })

  it.each(['getNode', 'getNodeSummary', 'listNodeEvents', 'listNodeFiles', 'listNodeMessages'] as const)(
    'is refused as a whole where %s mixes in a row of another run',
    async (endpoint) => {
      await serve(twinRuns, (store) => faults.foreignScope(store, endpoint, GREEN))
      await expect(read()).rejects.toBeInstanceOf(ScopeViolationError)
    },
  )

  it('asks for no more payloads, and tells no progress, once one was refused', async () => {
    const events = Array.from({ length: 200 }, (_, i) =>
      anEvent({ run_id: BLUE, node_id: 'step_1', event_id: `e${i}`, execution_order: i }),
    )
    const run = aRun({ run_id: BLUE, session_id: 'session-cobalt' })
    await serve([aBundle({ run, nodes: [aNode({ run_id: BLUE })], events })], () =>
      faults.problem('getEvent', 'not_found', { run_id: BLUE, event_id: 'e0' }),
    )
    let asked = 0
    const count = () => asked++
    server.events.on('request:start', count)
    const onProgress = vi.fn<(read: number, total: number) => void>()
    await expect(read(onProgress)).rejects.toThrow('This is a test of not_found.')
    const told = onProgress.mock.calls.length
    await new Promise((resolve) => setTimeout(resolve, 300))
    server.events.removeListener('request:start', count)
    expect(asked).toBeLessThan(50)
    expect(onProgress).toHaveBeenCalledTimes(told)
  })

  it('keeps the order of the events over several pages, and tells how far it is', async () => {
    const events = Array.from({ length: 620 }, (_, i) =>
      anEvent({ run_id: BLUE, node_id: 'step_1', event_id: `e${i}`, execution_order: i }),
    )
    const run = aRun({ run_id: BLUE, session_id: 'session-cobalt' })
    await serve([aBundle({ run, nodes: [aNode({ run_id: BLUE })], events })])
    const onProgress = vi.fn<(read: number, total: number) => void>()
    const whole = await read(onProgress)
    expect(whole.events.map((event) => event.event_id)).toEqual(events.map((event) => event.event_id))
    expect(onProgress).toHaveBeenLastCalledWith(620, 620)
  })
})
