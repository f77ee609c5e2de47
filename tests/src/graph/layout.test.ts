import { NodeId } from '#contract/ids.ts'
import { findBackEdges } from '#src/graph/layout/findBackEdges.ts'
import { NODE_SIZE, type Direction, type GraphLayout, type Topology } from '#src/graph/layout/GraphLayout.ts'
import { layoutGraph } from '#src/graph/layout/layoutGraph.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'

const graphOf = (size: number, edges: readonly (readonly [number, number])[]): Topology => ({
  ids: Array.from({ length: size }, (_, node) => z.parse(NodeId, `n${node}`)),
  edges,
  labelled: [],
})

/** Any directed graph, with cycles, self-loops and doubled edges. */
const anyGraph = fc
  .integer({ min: 1, max: 18 })
  .chain((size) =>
    fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 36 }).map((edges) => graphOf(size, edges)),
  )
const anyDirection = fc.constantFrom<Direction>('right', 'down')

function overlaps({ positions }: GraphLayout): boolean {
  return positions.some((a, i) =>
    positions.some((b, j) => i < j && Math.abs(a.x - b.x) < NODE_SIZE.width && Math.abs(a.y - b.y) < NODE_SIZE.height),
  )
}

/** Whether every edge that closes no cycle leads along the stream. */
function pointsForward({ edges }: Topology, { positions, direction, backEdges }: GraphLayout): boolean {
  const axis = direction === 'right' ? 'x' : 'y'
  return edges.every(([from, to], index) => {
    const [a, b] = [positions[from]?.[axis] ?? 0, positions[to]?.[axis] ?? 0]
    return backEdges.includes(index) || a < b
  })
}

const layout = (topology: Topology, direction: Direction) => layoutGraph({ topology, direction })

describe('the layout', () => {
  it('never lets two cards overlap', () => {
    fc.assert(
      fc.property(anyGraph, anyDirection, (graph, direction) => {
        expect(overlaps(layout(graph, direction))).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  it('points every edge forward, but for those that close a cycle, which it marks', () => {
    fc.assert(
      fc.property(anyGraph, anyDirection, (graph, direction) => {
        expect(pointsForward(graph, layout(graph, direction))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('depends on the graph alone: an equal one, drawn after others, gives the same picture', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, anyDirection, (graph, other, direction) => {
        const copy = structuredClone(graph)
        const first = structuredClone(layout(graph, direction))
        expect(graph).toEqual(copy)
        layout(other, direction)
        expect(layout(copy, direction)).toEqual(first)
      }),
      { numRuns: 20 },
    )
  })

  it('gives every node a place and every edge its route', () => {
    const graph = graphOf(4, [
      [0, 1],
      [1, 2],
      [0, 2],
    ])
    const { positions, routes } = layout(graph, 'right')
    expect(positions).toHaveLength(4)
    expect(routes).toHaveLength(3)
  })
})

describe('back edges', () => {
  it('are those that lead back into the walk’s own path', () => {
    const edges = [
      [0, 1],
      [1, 2],
      [2, 0],
      [1, 1],
    ] as const
    expect(findBackEdges(graphOf(3, edges))).toEqual([2, 3])
  })

  it('are found in a chain of 100,000 nodes without overflowing the stack', () => {
    const chain = Array.from({ length: 100_000 }, (_, node) => [node, (node + 1) % 100_000] as const)
    expect(findBackEdges({ ids: chain.map(() => z.parse(NodeId, 'n')), edges: chain, labelled: [] })).toEqual([99_999])
  })
})
