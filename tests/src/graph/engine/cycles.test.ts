import { expect, it, test } from 'vitest'
import { layoutJson } from '#src/graph/layout/layoutJson.ts'
import { layoutGraph } from '#src/graph/layout/layoutGraph.ts'
import { crossingsOf, throughCards } from '#tests/support/drawingFigures.ts'

type Pair = [from: string, to: string]

const laidOut = (ids: readonly string[], edges: readonly Pair[], direction: 'down' | 'right') =>
  layoutJson({ nodes: ids.map((id) => ({ id, width: 220, height: 64 })), edges: [...edges], direction })

const REVIEWED = ['plan', 'draft', 'review', 'revise', 'publish'] as const
const EDGES: readonly Pair[] = [
  ['plan', 'draft'],
  ['draft', 'review'],
  ['review', 'revise'],
  ['review', 'publish'],
]

test.each([
  ['down', 'revise'],
  ['right', 'revise'],
  ['down', 'publish'],
  ['right', 'publish'],
] as const)('drawn %s, an edge from %s back to an earlier node passes beside the other edges', (direction, last) => {
  const drawn = laidOut(REVIEWED, [...EDGES, [last, 'draft']], direction)
  expect(drawn.edges.filter(({ back }) => back)).toHaveLength(1)
  expect(crossingsOf(drawn)).toBe(0)
  expect(throughCards(drawn)).toBe(0)
})

test('edges from both branches back to one node pass on both sides of the others', () => {
  const drawn = laidOut(REVIEWED, [...EDGES, ['revise', 'draft'], ['publish', 'draft']], 'down')
  expect(crossingsOf(drawn)).toBe(0)
  const draft = drawn.nodes.find(({ id }) => id === 'draft')
  const ends = drawn.edges.flatMap(({ back, points }) => (back ? (points.at(-1)?.x ?? []) : []))
  expect(ends.toSorted((a, b) => a - b)).toEqual([draft?.x, (draft?.x ?? 0) + 220])
})

it.each(['down', 'right'] as const)('keeps the word at a self-loop free of cards, drawn %s', (direction) => {
  const wide = { width: 1000, height: direction === 'down' ? 2000 : 300 }
  const topology = {
    ids: ['top', 'a', 'b', 'c'],
    edges: [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 1],
      [2, 2],
      [3, 3],
    ] as const,
    labelled: [],
  }
  const { labels, positions } = layoutGraph({ topology, direction, canvas: wide })
  for (const loop of [3, 4, 5]) {
    const label = labels[loop]
    if (!label) throw new Error('a self-loop has a place for its word')
    const overlapped = positions.filter(
      ({ x, y, width, height }) =>
        label.x + 24 > x && label.x - 24 < x + width && label.y + 10 > y && label.y - 10 < y + height,
    )
    expect(overlapped).toEqual([])
  }
})
