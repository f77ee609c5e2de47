import { aNode, anEdge, EMPTY_CARD } from '#mocks/fixtures/builders.ts'
import { layoutGraph } from '#src/graph/layout/layoutGraph.ts'
import { edgeMiddle, edgePath } from '#src/graph/edgePath.ts'
import { topologyOf } from '#src/graph/model/topologyOf.ts'
import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { describe, expect, it } from 'vitest'

const node = (node_id: string): EnrichedNode => ({ ...aNode({ node_id }), ...EMPTY_CARD })
const nodes = (count: number) => Array.from({ length: count }, (_, n) => node(`n${n}`))
const edge = (from: number, to: number, condition: string | null = null): EnrichedEdge => ({
  ...anEdge({ from_node_id: `n${from}`, to_node_id: `n${to}`, condition }),
  message_count: 0,
})

describe('the topology of a graph', () => {
  it('has its edges as pairs of places, and knows which bear a label', () => {
    const { topology } = topologyOf({ nodes: nodes(3), edges: [edge(0, 1), edge(1, 2, 'done')] })
    expect(topology.edges).toEqual([
      [0, 1],
      [1, 2],
    ])
    expect(topology.labelled).toEqual([1])
  })

  it('leaves out an edge to a node that is not there, rather than draw a node that nobody recorded', () => {
    const { topology, edges } = topologyOf({ nodes: nodes(2), edges: [edge(0, 7), edge(0, 1)] })
    expect(topology.edges).toEqual([[0, 1]])
    expect(edges).toHaveLength(1)
  })

  it('does not change with a message', () => {
    const before = topologyOf({ nodes: nodes(2), edges: [edge(0, 1)] })
    const after = topologyOf({ nodes: nodes(2), edges: [{ ...edge(0, 1), message_count: 7 }] })
    expect(after.topology).toEqual(before.topology)
  })

  it('does not change with a status', () => {
    const before = topologyOf({ nodes: [node('a')], edges: [] })
    const after = topologyOf({ nodes: [{ ...node('a'), status: 'failed' }], edges: [] })
    expect(after).toEqual(before)
  })
})

describe('the direction', () => {
  const layout = (count: number, edges: readonly (readonly [number, number])[]) =>
    layoutGraph({
      topology: topologyOf({ nodes: nodes(count), edges: edges.map(([a, b]) => edge(a, b)) }).topology,
      direction: 'auto',
      canvas: { width: 1080, height: 700 },
    })
  const direction = (...graph: Parameters<typeof layout>) => layout(...graph).direction
  const chain = (count: number) => Array.from({ length: count - 1 }, (_, n) => [n, n + 1] as const)

  it('is to the right for a short chain, as people read', () => expect(direction(3, chain(3))).toBe('right'))

  it('is to the right for a long chain, in several lines, which in one row or column would be tiny', () => {
    const { direction: found, positions } = layout(12, chain(12))
    const lines = new Set(positions.map(({ y }) => y)).size
    const width = Math.max(...positions.map((card) => card.x + card.width))
    expect([found, lines > 1 && lines < 12, width < 1080 / 0.7]).toEqual(['right', true, true])
  })

  it('stays while a graph grows, even where another would show more of it', () => {
    const grown = {
      topology: topologyOf({ nodes: nodes(20), edges: [] }).topology,
      canvas: { width: 300, height: 2000 },
    }
    const { topology } = topologyOf({ nodes: nodes(1), edges: [] })
    for (const direction of ['right', 'down'] as const) {
      const former = { topology, layout: layoutGraph({ topology, direction }) }
      expect(layoutGraph({ ...grown, direction: 'auto', former }).direction).toBe(direction)
    }
  })

  it('is to the right for a wide fan', () =>
    expect(
      direction(
        14,
        Array.from({ length: 12 }, (_, n) => [
          [0, n + 1],
          [n + 1, 13],
        ]).flat() as [number, number][],
      ),
    ).toBe('right'))
})

describe('the line of an edge', () => {
  const corner = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 80 },
  ]

  it('is straight between two points', () =>
    expect(
      edgePath([
        { x: 0, y: 0 },
        { x: 300, y: 100 },
      ]),
    ).toBe('M0.0,0.0 L300.0,100.0'))

  it('turns corners round, within the corner', () =>
    expect(edgePath(corner)).toBe('M0.0,0.0 L86.0,0.0 Q100.0,0.0 100.0,14.0 L100.0,80.0'))

  it('has its middle on the line, so that what stands there covers no card beside it', () => {
    expect(edgeMiddle(corner)).toEqual({ x: 90, y: 0 })
    expect(
      edgeMiddle([
        { x: 0, y: 0 },
        { x: 300, y: 100 },
      ]),
    ).toEqual({ x: 150, y: 50 })
  })
})
