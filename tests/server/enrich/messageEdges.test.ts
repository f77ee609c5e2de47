import { aNode, anEdge } from '#mocks/fixtures/builders.ts'
import { NodeId } from '#contract/ids.ts'
import type { MessageFlow } from '#server/store/ports/messages.ts'
import { countMessages, flowsOfEdge } from '#server/enrich/messageEdges.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const plan = aNode({ node_id: 'plan', label: 'Plan the work', agent: 'planner', status: 'completed' })
const fit = aNode({ node_id: 'fit', label: 'Fit the model', agent: 'engineer', status: 'completed' })
const plot = aNode({ node_id: 'plot', label: 'Plot the fit', agent: 'engineer', status: 'completed' })
const end = aNode({ node_id: 'end', label: '', agent: null, status: 'completed' })
const nodes = [plan, fit, plot, end]

const flow = (sender: string | null, recipient: string | null, node_id: string | null = null): MessageFlow => ({
  sender,
  recipient,
  node_id: node_id === null ? null : z.parse(NodeId, node_id),
})
const edge = (from_node_id: string, to_node_id: string) => anEdge({ from_node_id, to_node_id })
type Edge = ReturnType<typeof edge>
const counted = (flows: readonly MessageFlow[], ...edges: readonly Edge[]) =>
  countMessages(
    nodes,
    edges,
    flows.map((each) => ({ ...each, count: 1 })),
  )
const count = (flows: readonly MessageFlow[], ...edges: readonly Edge[]) => counted(flows, ...edges).byEdge

test.each([
  ['an agent to an agent', flow('planner', 'engineer')],
  ['an agent to an agent, backwards', flow('engineer', 'planner')],
  ['a node id to a label', flow('plan', 'Fit the model')],
  ['a label to an agent', flow('Plan the work', 'engineer')],
  ['agents, recorded at one end', flow('planner', 'engineer', 'plan')],
  ['agents, recorded at the other end', flow('engineer', 'planner', 'fit')],
])('a message from %s belongs to the edge between them', (_, each) => {
  expect(count([each], edge('plan', 'fit'))).toEqual([1])
  expect(count([each], edge('fit', 'plan'))).toEqual([1])
  expect(flowsOfEdge(edge('plan', 'fit'), nodes, [edge('plan', 'fit')], [each])).toEqual([each])
})

test.each([
  ['recorded at a third node', flow('planner', 'engineer', 'plot')],
  ['without a sender', flow(null, 'engineer', 'fit')],
  ['without a recipient', flow('planner', null, 'fit')],
  ['to somebody else', flow('planner', 'reviewer')],
  ['to its own sender', flow('planner', 'planner')],
  ['of a name in other capitals', flow('Planner', 'engineer')],
  ['of a name followed by a space', flow('planner ', 'engineer')],
  ['from an empty name', flow('', 'engineer')],
])('a message %s belongs to no edge and is counted where it was recorded', (_, each) => {
  expect(counted([each], edge('plan', 'fit'))).toEqual({
    byEdge: [0],
    unplaced: [{ node_id: each.node_id, count: 1 }],
  })
  expect(flowsOfEdge(edge('plan', 'fit'), nodes, [edge('plan', 'fit')], [each])).toEqual([])
})

test('an empty label names nothing', () => {
  expect(count([flow('', 'planner'), flow('planner', '')], edge('plan', 'end'))).toEqual([0])
})

test('a message that fits several edges equally well belongs to none', () => {
  const toFitOrPlot = flow('planner', 'engineer', 'plan')
  expect(counted([toFitOrPlot], edge('plan', 'fit'), edge('plan', 'plot'))).toEqual({
    byEdge: [0, 0],
    unplaced: [{ node_id: 'plan', count: 1 }],
  })
})

test('a message recorded at a node belongs to the edge of that node', () => {
  expect(count([flow('planner', 'engineer', 'plot')], edge('plan', 'fit'), edge('plan', 'plot'))).toEqual([0, 1])
})

test('a message that names a node by its id belongs to its edge rather than to that of another node of the agent', () => {
  expect(count([flow('planner', 'plot')], edge('plan', 'fit'), edge('plan', 'plot'))).toEqual([0, 1])
})

test('a message belongs to an edge whose ends ran rather than to one of a skipped node', () => {
  const skipped = aNode({ node_id: 'skipped', agent: 'engineer', status: 'skipped' })
  const edges = [edge('plan', 'skipped'), edge('plan', 'fit')]
  const flows = [{ ...flow('planner', 'engineer', 'plan'), count: 2 }]
  expect(countMessages([...nodes, skipped], edges, flows).byEdge).toEqual([0, 2])
})

test('in a loop, question and answer belong to the edges that they went along', () => {
  const edges = [edge('plan', 'fit'), edge('fit', 'plan')]
  expect(
    count([flow('planner', 'engineer'), flow('engineer', 'planner'), flow('engineer', 'planner')], ...edges),
  ).toEqual([1, 2])
})

test('a message that an agent sends itself belongs to the edge between its nodes', () => {
  expect(count([flow('engineer', 'engineer')], edge('fit', 'plot'))).toEqual([1])
  expect(count([flow('engineer', 'engineer')], edge('fit', 'fit'))).toEqual([1])
})

test('an edge bears the sum of its flows, in the order of the edges', () => {
  const flows = [
    { ...flow('planner', 'engineer', 'fit'), count: 3 },
    { ...flow('engineer', 'planner', 'fit'), count: 4 },
    { ...flow('planner', 'end'), count: 50 },
  ]
  expect(countMessages(nodes, [edge('plan', 'end'), edge('plan', 'fit')], flows).byEdge).toEqual([50, 7])
})

test('an edge to a node that does not exist bears nothing', () => {
  expect(count([flow('planner', 'ghost')], edge('plan', 'ghost'))).toEqual([0])
})

test('the messages on edges and on none add up to those of the run, and each edge lists what it counts', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const name = fc.constantFrom(null, '', 'x', 'y', ...ids)
  const aFlow = fc.record({ node_id: fc.constantFrom(null, ...ids), sender: name, recipient: name })
  const someNodes = fc.tuple(
    ...ids.map((node_id) =>
      fc
        .record({
          label: fc.constantFrom('', 'x', node_id),
          agent: fc.constantFrom(null, '', 'x', 'y'),
          status: fc.constantFrom('completed', 'skipped'),
        })
        .map((over) => aNode({ node_id, ...over })),
    ),
  )
  const someEdges = fc.uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids, 'ghost')), {
    selector: (ends) => ends.join(' '),
  })
  fc.assert(
    fc.property(someNodes, someEdges, fc.array(aFlow, { maxLength: 12 }), (all, pairs, given) => {
      const edges = pairs.map(([from, to]) => edge(from, to))
      const flows = given.map(({ sender, recipient, node_id }) => flow(sender, recipient, node_id))
      const { byEdge, unplaced } = countMessages(
        all,
        edges,
        flows.map((each, i) => ({ ...each, count: 2 ** i })),
      )
      const sum =
        byEdge.reduce((total, each) => total + each, 0) + unplaced.reduce((total, { count: n }) => total + n, 0)
      expect(sum).toBe(2 ** flows.length - 1)
      expect(edges.map((each) => flowsOfEdge(each, all, edges, flows).length)).toEqual(byEdge.map(bitsOf))
    }),
  )
})

const bitsOf = (sum: number): number => sum.toString(2).replaceAll('0', '').length

test('counts all messages between ten thousand nodes of two agents', () => {
  const many = Array.from({ length: 10_000 }, (_, i) =>
    aNode({ node_id: `n${i}`, agent: i % 2 === 0 ? 'planner' : 'engineer' }),
  )
  const edges = Array.from({ length: 16_000 }, (_, i) => edge(`n${i % 10_000}`, `n${(i * 7 + 1) % 10_000}`))
  const flows = Array.from({ length: 8000 }, (_, i) => ({ ...flow('planner', 'engineer', `n${i}`), count: 1 }))
  const { byEdge, unplaced } = countMessages(many, edges, flows)
  const placed = byEdge.reduce((sum, each) => sum + each, 0)
  expect(placed).toBeGreaterThan(0)
  expect(placed + unplaced.reduce((sum, each) => sum + each.count, 0)).toBe(8000)
})
