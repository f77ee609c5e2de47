import { drawGraphOf, isOnBorder, type Pairs } from '#tests/support/drawGraphOf.ts'
import { againstTheStream, crossingsOf, overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import { familyGraph } from '#tests/support/graphFamilies.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const canvas = { width: 1040, height: 640 }

/** One node before `count` others, and one after them. */
const fanOut = (count: number): Pairs =>
  Array.from({ length: count }, (_, at) => at + 1).flatMap((at) => [[0, at] as const, [at, count + 1] as const])

/**
 * Stages between single nodes, each of some branches: single nodes, chains or forks, some of which lead back to where they came from, some to a node of
 * their own; and a few edges from anywhere to anywhere.
 */
const anyStages = fc
  .record({
    stages: fc.array(
      fc.record({
        wide: fc.integer({ min: 1, max: 40 }),
        shape: fc.constantFrom('node', 'chain', 'fork', 'mixed'),
        loops: fc.boolean(),
        ends: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    more: fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 3 }),
  })
  .map(({ stages, more }) => {
    const pairs: (readonly [number, number])[] = []
    let last = 0
    for (const { wide, shape, loops, ends } of stages) {
      const start = last
      const exits: number[] = []
      for (let branch = 0; branch < wide; branch++) {
        const own = shape === 'mixed' ? (['node', 'chain', 'fork'][branch % 3] ?? 'node') : shape
        const first = ++last
        pairs.push([start, first])
        if (own === 'node') exits.push(first)
        else if (own === 'chain') {
          pairs.push([first, ++last])
          exits.push(last)
        } else {
          pairs.push([first, first + 1], [first, first + 2])
          exits.push(first + 1, first + 2)
          last += 2
        }
        if (loops) pairs.push([last, start])
      }
      last++
      if (!ends) for (const exit of exits) pairs.push([exit, last])
      else pairs.push([start, last])
    }
    const count = last + 1
    return { count, pairs: [...pairs, ...more.map(([a, b]) => [a % count, b % count] as const)] }
  })
const anyCanvas = fc.record({ width: fc.integer({ min: 400, max: 1600 }), height: fc.integer({ min: 300, max: 1000 }) })
const anyDirection = fc.constantFrom(undefined, 'down' as const, 'right' as const)

describe('a wide layer', () => {
  it('is set in rows where the whole is seen larger so', () => {
    const plain = drawGraphOf(402, fanOut(400), canvas)
    const wrapped = drawGraphOf(402, fanOut(400), canvas, { wraps: true })
    expect(wrapped.zoom).toBeGreaterThan(5 * plain.zoom)
    expect(overlapsOf(wrapped.drawn)).toBe(0)
    expect(throughCards(wrapped.drawn)).toBe(0)
    expect(crossingsOf(wrapped.drawn)).toBe(0)
    expect(againstTheStream(wrapped.drawn, wrapped.drawing.direction)).toBe(0)
  })

  it('is set in rows also where its items are whole branches', () => {
    const { nodes, edges } = familyGraph('pipelines', 402)
    const number = (id: string) => Number(id.slice(1))
    const pairs = edges.map(([from, to]) => [number(from), number(to)] as const)
    const plain = drawGraphOf(nodes.length, pairs, canvas)
    const wrapped = drawGraphOf(nodes.length, pairs, canvas, { wraps: true })
    expect(wrapped.zoom).toBeGreaterThan(2 * plain.zoom)
    expect(overlapsOf(wrapped.drawn) + throughCards(wrapped.drawn) + crossingsOf(wrapped.drawn)).toBe(0)
  })

  it('stays one where the whole is seen at its own size', () => {
    expect(drawGraphOf(5, fanOut(3), canvas, { wraps: true }).drawing).toEqual(
      drawGraphOf(5, fanOut(3), canvas).drawing,
    )
  })

  it('marks the edges that lead back, and no others', () => {
    const pairs: Pairs = [...fanOut(60), ...Array.from({ length: 60 }, (_, at) => [at + 1, 0] as const)]
    const { drawn, zoom } = drawGraphOf(62, pairs, canvas, { wraps: true })
    expect(zoom).toBeGreaterThan(drawGraphOf(62, pairs, canvas).zoom * 1.15)
    expect(drawn.edges.map(({ back }) => back)).toEqual(pairs.map(([, to]) => to === 0))
    expect(throughCards(drawn)).toBe(0)
  })

  it('has no cards that overlap, no edge through a card and every edge forward from card to card, whatever the graph is', () => {
    fc.assert(
      fc.property(anyStages, anyCanvas, anyDirection, ({ count, pairs }, room, direction) => {
        const options = { wraps: true, ...(direction && { direction }) }
        const { drawn, drawing, zoom } = drawGraphOf(count, pairs, room, options)
        expect(overlapsOf(drawn)).toBe(0)
        expect(throughCards(drawn)).toBe(0)
        for (const { from, to, points } of drawn.edges) {
          expect(isOnBorder(drawn.nodes[Number(from)], points[0])).toBe(true)
          expect(isOnBorder(drawn.nodes[Number(to)], points.at(-1))).toBe(true)
          for (const { x, y } of points) {
            expect(Math.min(x, y, drawing.width - x, drawing.height - y)).toBeGreaterThanOrEqual(-0.01)
          }
        }
        const plain = drawGraphOf(count, pairs, room, { ...options, wraps: false })
        expect(zoom).toBeGreaterThanOrEqual(plain.zoom)
        expect([...drawing.back]).toEqual([...plain.drawing.back])
      }),
      { numRuns: 60 },
    )
  })

  it('is the same each time', () => {
    fc.assert(
      fc.property(anyStages, ({ count, pairs }) => {
        const draw = () => drawGraphOf(count, pairs, canvas, { wraps: true }).drawing
        expect(draw()).toEqual(draw())
      }),
      { numRuns: 10 },
    )
  })
})

describe('rows that grow', () => {
  const placesOf = ({ x, y }: { readonly x: Float64Array; readonly y: Float64Array }, count: number) =>
    Float64Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1] ?? Number.NaN)

  it.each([60, 119, 400])('keep their places when one more of %i comes', (size) => {
    const before = drawGraphOf(size + 2, fanOut(size), canvas, { wraps: true })
    // The one that joins them keeps its number, as in a run whose nodes come one after the other.
    const pairs: Pairs = [...fanOut(size), [0, size + 2], [size + 2, size + 1]]
    const former = { places: placesOf(before.drawing, size + 3), direction: before.drawing.direction }
    const after = drawGraphOf(size + 3, pairs, canvas, { wraps: true, former })
    expect(overlapsOf(after.drawn)).toBe(0)
    const moved = before.drawn.nodes.slice(1, size + 1).map(({ x, y }, at) => {
      const now = after.drawn.nodes[at + 1] ?? { x: Number.NaN, y: Number.NaN }
      return Math.max(Math.abs(now.x - x), Math.abs(now.y - y))
    })
    expect(Math.max(...moved)).toBeLessThan(30)
  })

  it('move most of what was there less than a card’s size when one of them gets a successor of its own', () => {
    const before = drawGraphOf(122, fanOut(120), canvas, { wraps: true })
    const former = { places: placesOf(before.drawing, 123), direction: before.drawing.direction }
    const after = drawGraphOf(123, [...fanOut(120), [40, 122]], canvas, { wraps: true, former })
    const moved = before.drawn.nodes
      .map(({ x, y }, at) => {
        const now = after.drawn.nodes[at] ?? { x: Number.NaN, y: Number.NaN }
        return Math.max(Math.abs(now.x - x) / 220, Math.abs(now.y - y) / 64)
      })
      .toSorted((a, b) => a - b)
    expect(moved[moved.length >> 1]).toBeLessThanOrEqual(1)
  })
})

it('5,000 siblings have places in rows', () => {
  const { drawn, zoom } = drawGraphOf(5002, fanOut(5000), canvas, { wraps: true })
  expect(zoom).toBeGreaterThan(20 * drawGraphOf(5002, fanOut(5000), canvas).zoom)
  expect(overlapsOf(drawn) + throughCards(drawn)).toBe(0)
})
