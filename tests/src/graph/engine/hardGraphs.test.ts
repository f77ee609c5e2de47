import { layoutJson, type LayoutAnswer, type LayoutQuestion } from '#src/graph/layout/layoutJson.ts'
import { crossingsOf, overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import { familyGraph, randomOf, type SomeGraph } from '#tests/support/graphFamilies.ts'
import { describe, expect, it } from 'vitest'

/** The places that the command gives, of a graph that it may be given. */
const laidOut = ({ nodes, edges }: SomeGraph, more: Partial<LayoutQuestion> = {}): LayoutAnswer =>
  layoutJson({ nodes: [...nodes], edges: edges.map(([from, to]) => [from, to]), ...more })

describe('graphs that do harm elsewhere', () => {
  it('a chain of 50,000 is one straight line', () => {
    const { nodes, edges } = laidOut(familyGraph('chain', 50_000), { direction: 'down' })
    expect(new Set(nodes.map(({ x }) => x)).size).toBe(1)
    expect(edges.every(({ points }) => points.length === 2)).toBe(true)
  })

  it('5,000 siblings have places without overlap or crossing', () => {
    const drawn = laidOut(familyGraph('star', 5000), { direction: 'down' })
    expect(overlapsOf(drawn)).toBe(0)
    expect(throughCards(drawn)).toBe(0)
  })

  it('a cycle of 20,000 marks the one edge that closes it', () => {
    const { nodes, edges } = familyGraph('chain', 20_000)
    const drawn = laidOut({ nodes, edges: [...edges, ['n19999', 'n0']] })
    expect(drawn.edges.filter(({ back }) => back)).toHaveLength(1)
    expect(drawn.edges.at(-1)?.back).toBe(true)
  })

  it('edges that pass thousands of layers cost no more memory than others, and run through no card', () => {
    const random = randomOf(7)
    const { nodes, edges } = familyGraph('chain', 4000)
    const far = Array.from({ length: 4000 }, (): [string, string] => {
      const [a, b] = [Math.floor(random() * 4000), Math.floor(random() * 4000)]
      return [`n${Math.min(a, b)}`, `n${Math.max(a, b) + (a === b ? 1 : 0)}`]
    }).filter(([, to]) => to !== 'n4000')
    const drawn = laidOut({ nodes, edges: [...edges, ...far] }, { direction: 'down' })
    const points = drawn.edges.reduce((sum, edge) => sum + edge.points.length, 0)
    expect(points).toBeLessThan(40 * (nodes.length + edges.length + far.length))
    expect(throughCards(drawn)).toBe(0)
  })

  it('a card as wide as a label of 3,000 characters pushes the others aside', () => {
    const { nodes, edges } = familyGraph('agent', 60)
    const wide = nodes.map((node, at) => (at === 7 ? { ...node, width: 24_000 } : node))
    const drawn = laidOut({ nodes: wide, edges })
    expect(overlapsOf(drawn) + throughCards(drawn)).toBe(0)
  })
})

describe('graphs that need no crossing', () => {
  it.each(['agent', 'star', 'chain', 'pipelines'] as const)('have none: %s', (family) => {
    expect(crossingsOf(laidOut(familyGraph(family, 200)))).toBe(0)
  })

  it('have none where each of some leads to each of others: the lines meet', () => {
    const pairs = ['a', 'b', 'c'].flatMap((from) => ['x', 'y', 'z', 'w'].map((to): [string, string] => [from, to]))
    const nodes = ['a', 'b', 'c', 'x', 'y', 'z', 'w'].map((id) => ({ id, width: 220, height: 64 }))
    const drawn = laidOut({ nodes, edges: pairs })
    expect(crossingsOf(drawn)).toBe(0)
    expect(drawn.edges).toHaveLength(12)
  })
})
