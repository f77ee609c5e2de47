import { aNode, anEdge } from '#mocks/fixtures/builders.ts'
import { topologyHash } from '#server/enrich/topologyHash.ts'
import { expect, test } from 'vitest'

const nodes = ['planning', 'step_1', 'step_2'].map((node_id) => aNode({ node_id }))
const edges = [
  anEdge({ from_node_id: 'planning', to_node_id: 'step_1' }),
  anEdge({ from_node_id: 'step_1', to_node_id: 'step_2' }),
]
const hash = await topologyHash({ nodes, edges })

test('the order of nodes and edges makes no difference', async () => {
  expect(await topologyHash({ nodes: nodes.toReversed(), edges: edges.toReversed() })).toBe(hash)
})

test('a run that goes on keeps its hash', async () => {
  const later = nodes.map((node) => ({ ...node, status: 'failed', label: 'x', order_index: 9, completed_at: null }))
  const later2 = edges.map((edge) => ({ ...edge, condition: 'x', dependency_type: 'parallel' }))
  expect(await topologyHash({ nodes: later, edges: later2 })).toBe(hash)
})

test.each([
  ['a node more', [...nodes, aNode({ node_id: 'step_3' })], edges],
  ['a node less', nodes.slice(1), edges],
  ['an edge less', nodes, edges.slice(1)],
  ['an edge turned round', nodes, [edges[0], anEdge({ from_node_id: 'step_2', to_node_id: 'step_1' })]],
  ['an id that looks like two', [aNode({ node_id: 'planning","step_1' }), aNode({ node_id: 'step_2' })], edges],
])('%s changes it', async (_, otherNodes, otherEdges) => {
  const shape = { nodes: otherNodes, edges: otherEdges.filter((edge) => edge !== undefined) }
  expect(await topologyHash(shape)).not.toBe(hash)
})
