import { expect, test } from 'vitest'
import { RUNS_COUNTED_MAX } from '#contract/queries.ts'
import {
  aBundle,
  aFile,
  aMessage,
  anEdge,
  anEvent,
  aNode,
  aRun,
  aSession,
  EMPTY_CARD,
} from '#mocks/fixtures/builders.ts'
import { BLUE, GREEN, twinRuns, UNKNOWN } from '#mocks/fixtures/twinRuns.ts'
import type { Store } from '#server/store/ports/store.ts'
import { nodeRef, runId, storeRuns } from '#tests/support/testStore.ts'

const RUN = aRun().run_id
const at = (second: number) => `2026-01-20T10:00:0${second}.000001Z`

export function nodesContract(store: () => Store): void {
  const nodes = () => store().repositories.nodes

  test('are listed by order, those without one last, then by id as code points', async () => {
    const listed = [
      aNode({ node_id: 'last in the alphabet', order_index: -1 }),
      aNode({ node_id: 'a', order_index: 2 }),
      aNode({ node_id: 'b', order_index: 2 }),
      aNode({ node_id: 'Z' }),
      aNode({ node_id: 'a/b ?#%' }),
      aNode({ node_id: 'é' }),
      aNode({ node_id: '\uff01' }),
      aNode({ node_id: '\u{1f600}' }),
    ]
    await storeRuns(store(), aBundle({ nodes: listed.toReversed() }))
    expect(await nodes().listEnrichedNodes(RUN)).toEqual(listed.map((node) => ({ ...node, ...EMPTY_CARD })))
    for (const { node_id } of listed)
      expect((await nodes().findEnrichedNode(nodeRef(RUN, node_id)))?.node_id).toBe(node_id)
  })

  test('bear the figures of their own events, files and messages', async () => {
    const inStep = { node_id: 'step_1' }
    const tokens = { input: 100, output: 20 }
    await storeRuns(
      store(),
      aBundle({
        nodes: [aNode(inStep), aNode({ node_id: 'other', started_at: at(1), completed_at: at(2) })],
        events: [
          anEvent({
            ...inStep,
            event_id: 'sum',
            event_type: 'agent_call',
            meta: { tokens: { input: 999, output: 9 } },
          }),
          anEvent({
            ...inStep,
            event_id: 'm1',
            event_type: 'llm_call',
            meta: { tokens, cost_usd: 0.5 },
            started_at: at(3),
          }),
          anEvent({ ...inStep, event_id: 'm2', event_type: 'llm_call', meta: { tokens }, completed_at: at(7) }),
          anEvent({ ...inStep, event_id: 'bad', status: 'timeout', timestamp: at(5) }),
          anEvent({ node_id: 'other', event_id: 'o', meta: { input_tokens: 5 } }),
          anEvent({ event_id: 'run-level', meta: { input_tokens: 70 } }),
        ],
        files: [aFile(inStep), aFile({ file_id: 'f2', node_id: 'other' }), aFile({ file_id: 'f3' })],
        messages: [aMessage(inStep), aMessage({ ...inStep, message_id: 'm2' })],
      }),
    )
    const [other, step] = await nodes().listEnrichedNodes(RUN)
    expect(step).toEqual({
      ...aNode(inStep),
      event_count: 4,
      error_count: 1,
      file_count: 1,
      message_count: 2,
      input_tokens: 200,
      output_tokens: 40,
      cost_usd: 0.5,
      first_event_at: at(3),
      last_event_at: at(7),
      duration_ms: 4000,
    })
    expect(other).toMatchObject({
      event_count: 1,
      input_tokens: 5,
      output_tokens: null,
      duration_ms: 1000,
      file_count: 1,
    })
    expect(await nodes().findEnrichedNode(nodeRef(RUN, 'step_1'))).toEqual(step)
    expect(await nodes().hasNode(nodeRef(RUN, 'step_1'))).toBe(true)
    expect(await nodes().countEventsWithoutNode(RUN)).toBe(1)
  })

  test('edges are listed by both ends', async () => {
    const chain = ['a', 'b', 'C', '\u{1f600}', '\uff01'].map((node_id) => aNode({ node_id }))
    const edge = (from_node_id: string, to_node_id: string) => anEdge({ from_node_id, to_node_id })
    const edges = [
      anEdge({
        from_node_id: 'C',
        to_node_id: 'a',
        dependency_type: 'a new word',
        condition: 'x > 1',
        origin: 'inferred',
      }),
      edge('a', 'b'),
      edge('a', '\uff01'),
      edge('a', '\u{1f600}'),
      edge('b', 'b'),
    ]
    await storeRuns(store(), aBundle({ nodes: chain, edges: edges.toReversed() }))
    expect(await nodes().listEdges(RUN)).toEqual(edges)
  })

  test('tell how many other runs have a node of the same id, and nothing else of them', async () => {
    await storeRuns(store(), ...twinRuns)
    await storeRuns(store(), aBundle({ run: aRun({ run_id: runId(7) }), nodes: [aNode({ run_id: runId(7) })] }))
    expect(await nodes().countOtherRunsWithNodeId(nodeRef(BLUE, 'step_1'))).toBe(2)
    expect(await nodes().countOtherRunsWithNodeId(nodeRef(GREEN, 'planning'))).toBe(1)
    expect(await nodes().countOtherRunsWithNodeId(nodeRef(UNKNOWN, 'planning'))).toBe(2)
    expect(await nodes().countOtherRunsWithNodeId(nodeRef(BLUE, 'nowhere'))).toBe(0)
  })

  test('count no more other runs than they have to', async () => {
    await store().writer.writeSessions([aSession({ session_id: 's' })])
    const runs = Array.from({ length: RUNS_COUNTED_MAX + 3 }, (_, i) => aRun({ run_id: runId(i), session_id: 's' }))
    await store().writer.writeRuns(
      runs.map((run) => ({ bundle: aBundle({ run, nodes: [aNode({ run_id: run.run_id })] }) })),
    )
    expect(await nodes().countOtherRunsWithNodeId(nodeRef(runId(0), aNode().node_id))).toBe(RUNS_COUNTED_MAX + 1)
  })

  test('an unknown node or run has none', async () => {
    await storeRuns(store(), ...twinRuns)
    expect(await nodes().findEnrichedNode(nodeRef(BLUE, 'nowhere'))).toBeUndefined()
    expect(await nodes().hasNode(nodeRef(BLUE, 'nowhere'))).toBe(false)
    expect(await nodes().listEnrichedNodes(UNKNOWN)).toEqual([])
    expect(await nodes().listEdges(UNKNOWN)).toEqual([])
    expect(await nodes().countEventsWithoutNode(UNKNOWN)).toBe(0)
  })
}
