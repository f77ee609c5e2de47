import { aNode, anEdge } from '#mocks/fixtures/builders.ts'
import { NodeId } from '#contract/ids.ts'
import type { MessageFlow } from '#server/store/ports/messages.ts'
import { flowsOfEdge, messageCountsByEdge } from '#server/enrich/messageEdges.ts'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const plan = aNode({ node_id: 'plan', label: 'Plan the work', agent: 'planner' })
const fit = aNode({ node_id: 'fit', label: 'Fit the model', agent: 'engineer' })
const plot = aNode({ node_id: 'plot', label: 'Plot the fit', agent: 'engineer' })
const end = aNode({ node_id: 'end', label: '', agent: null })
const nodes = [plan, fit, plot, end]

const flow = (sender: string | null, recipient: string | null, node_id: string | null = null): MessageFlow => ({
  sender,
  recipient,
  node_id: node_id === null ? null : z.parse(NodeId, node_id),
})
const edge = (from_node_id: string, to_node_id: string) => anEdge({ from_node_id, to_node_id })
const count = (flows: readonly MessageFlow[], ...edges: readonly ReturnType<typeof edge>[]) =>
  messageCountsByEdge(
    nodes,
    edges,
    flows.map((each) => ({ ...each, count: 1 })),
  )

test.each([
  ['an agent to an agent', flow('planner', 'engineer')],
  ['an agent to an agent, backwards', flow('engineer', 'planner')],
  ['a node id to a label', flow('plan', 'Fit the model')],
  ['a label to an agent', flow('Plan the work', 'engineer')],
  ['agents, recorded at the one end', flow('planner', 'engineer', 'plan')],
  ['agents, recorded at the other end', flow('engineer', 'planner', 'fit')],
])('a message from %s belongs to the edge between them', (_, each) => {
  expect(count([each], edge('plan', 'fit'))).toEqual([1])
  expect(count([each], edge('fit', 'plan'))).toEqual([1])
  expect(flowsOfEdge(plan, fit, [each])).toEqual([each])
})

test.each([
  ['recorded at a third node', flow('planner', 'engineer', 'plot')],
  ['that tells no sender', flow(null, 'engineer', 'fit')],
  ['that tells no recipient', flow('planner', null, 'fit')],
  ['to somebody else', flow('planner', 'reviewer')],
  ['to itself', flow('planner', 'planner')],
  ['of a name in other capitals', flow('Planner', 'engineer')],
  ['of a name with a blank behind it', flow('planner ', 'engineer')],
  ['between empty names', flow('', 'engineer')],
])('a message %s does not', (_, each) => {
  expect(count([each], edge('plan', 'fit'))).toEqual([0])
  expect(flowsOfEdge(plan, fit, [each])).toEqual([])
})

test('an empty label names nothing', () => {
  expect(count([flow('', 'planner'), flow('planner', '')], edge('plan', 'end'))).toEqual([0])
})

test('a message of no node belongs to every edge whose ends it names, one of a node to the edges of this node', () => {
  const flows = [flow('planner', 'engineer'), flow('planner', 'engineer', 'plot')]
  expect(count(flows, edge('plan', 'fit'), edge('plan', 'plot'), edge('fit', 'plot'))).toEqual([1, 2, 0])
})

test('two ends of one agent share what the agent told itself, counted once', () => {
  expect(count([flow('engineer', 'engineer')], edge('fit', 'plot'))).toEqual([1])
  expect(count([flow('engineer', 'engineer')], edge('fit', 'fit'))).toEqual([1])
})

test('an edge bears the sum of its flows, in the order of the edges', () => {
  const flows = [
    { ...flow('planner', 'engineer', 'fit'), count: 3 },
    { ...flow('engineer', 'planner', 'fit'), count: 4 },
    { ...flow('planner', 'end'), count: 50 },
  ]
  expect(messageCountsByEdge(nodes, [edge('plan', 'end'), edge('plan', 'fit')], flows)).toEqual([50, 7])
})

test('an edge to a node that is not there bears nothing', () => {
  expect(count([flow('planner', 'ghost')], edge('plan', 'ghost'))).toEqual([0])
})

test('what an edge counts is what its flows hold, also where one agent works at thousands of nodes', () => {
  const many = Array.from({ length: 2000 }, (_, i) =>
    aNode({ node_id: `n${i}`, agent: i % 2 === 0 ? 'planner' : 'engineer' }),
  )
  const edges = Array.from({ length: 5000 }, (_, i) => edge(`n${i % 2000}`, `n${(i * 7 + 1) % 2000}`))
  const flows = Array.from({ length: 10_000 }, (_, i) => ({
    ...flow(i % 3 === 0 ? 'planner' : `n${i % 2000}`, i % 2 === 0 ? 'engineer' : 'planner', `n${i % 2000}`),
    count: 1,
  }))
  const counts = messageCountsByEdge(many, edges, flows)
  expect(counts.some((each) => each > 0)).toBe(true)
  for (const [place, { from_node_id, to_node_id }] of edges.entries()) {
    if (place % 500 !== 0) continue
    const [from, to] = [from_node_id, to_node_id].map((id) => many.find((node) => node.node_id === id))
    if (!from || !to) throw new Error('every edge joins two nodes of the run')
    expect(counts[place]).toBe(flowsOfEdge(from, to, flows).length)
  }
})
