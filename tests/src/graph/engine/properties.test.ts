import { layoutJson, type LayoutQuestion } from '#src/graph/layout/layoutJson.ts'
import { againstTheStream, overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

type Question = LayoutQuestion & { readonly direction: 'down' | 'right' }

const anyCard = fc.record({ width: fc.integer({ min: 20, max: 300 }), height: fc.integer({ min: 10, max: 200 }) })

/** Any directed graph with cards of any size: cycles, self-loops, doubled edges, parts that are not connected. */
const anyGraph: fc.Arbitrary<Question> = fc.integer({ min: 1, max: 24 }).chain((size) =>
  fc.record({
    nodes: fc
      .array(anyCard, { minLength: size, maxLength: size })
      .map((cards) => cards.map((card, at) => ({ id: `n${at}`, ...card }))),
    edges: fc.array(
      fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]): [string, string] => [`n${a}`, `n${b}`]),
      { maxLength: 50 },
    ),
    direction: fc.constantFrom('down' as const, 'right' as const),
  }),
)

const holds = (claim: (graph: Question) => void, numRuns = 150) =>
  fc.assert(
    fc.property(anyGraph, (graph) => {
      claim(graph)
    }),
    { numRuns },
  )

describe('any graph, laid out', () => {
  it('has no two cards that overlap', () => holds((graph) => expect(overlapsOf(layoutJson(graph))).toBe(0)))

  it('has no edge that runs through a card', () => holds((graph) => expect(throughCards(layoutJson(graph))).toBe(0)))

  it('has every edge forward, but for those that are marked', () =>
    holds((graph) => expect(againstTheStream(layoutJson(graph), graph.direction)).toBe(0)))

  it('marks no edge of a graph without cycles', () =>
    holds((graph) => {
      const number = (id: string) => Number(id.slice(1))
      const edges = graph.edges.filter(([from, to]) => number(from) < number(to))
      expect(layoutJson({ ...graph, edges }).edges.some(({ back }) => back)).toBe(false)
    }))

  it('has every node with its size and every edge once, in the order given', () =>
    holds((graph) => {
      const { nodes, edges } = layoutJson(graph)
      expect(nodes.map(({ id, width, height }) => ({ id, width, height }))).toEqual(graph.nodes)
      expect(edges.map(({ from, to }) => [from, to])).toEqual(graph.edges)
    }))

  it('has each edge from the border of its one card to the border of its other', () =>
    holds((graph) => {
      const { nodes, edges } = layoutJson(graph)
      const boxes = new Map(nodes.map((box) => [box.id, box]))
      for (const { from, to, points } of edges) {
        expect(isOnBorder(boxes.get(from), points[0])).toBe(true)
        expect(isOnBorder(boxes.get(to), points.at(-1))).toBe(true)
      }
    }))

  it('depends on the graph alone: an equal one, drawn after others, gives the same picture', () =>
    fc.assert(
      fc.property(anyGraph, anyGraph, (graph, other) => {
        const copy = structuredClone(graph)
        const first = { ...structuredClone(layoutJson(graph)), ms: 0 }
        expect(graph).toEqual(copy)
        layoutJson(other)
        expect({ ...layoutJson(copy), ms: 0 }).toEqual(first)
      }),
      { numRuns: 40 },
    ))
})

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

function isOnBorder(box: Box | undefined, at: { readonly x: number; readonly y: number } | undefined): boolean {
  if (!box || !at) return false
  const near = (a: number, b: number) => Math.abs(a - b) < 0.6
  const within = at.x > box.x - 1 && at.x < box.x + box.width + 1 && at.y > box.y - 1 && at.y < box.y + box.height + 1
  const onSide = near(at.x, box.x) || near(at.x, box.x + box.width)
  return within && (onSide || near(at.y, box.y) || near(at.y, box.y + box.height))
}
