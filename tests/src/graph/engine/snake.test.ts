import { drawGraphOf, isOnBorder, type Pairs } from '#tests/support/drawGraphOf.ts'
import { overlapsOf, throughCards } from '#tests/support/drawingFigures.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const draw = (count: number, pairs: Pairs, canvas: Canvas, wraps: boolean) =>
  drawGraphOf(count, pairs, canvas, { wraps })
type Canvas = { readonly width: number; readonly height: number }

const chain = (count: number): Pairs => Array.from({ length: count - 1 }, (_, at) => [at, at + 1] as const)

/** Blocks of parallel nodes between single ones, each block a fork and a join, some with an edge back within them: what agents do. */
const anyBlocks = fc
  .array(fc.record({ wide: fc.integer({ min: 1, max: 5 }), loops: fc.boolean() }), { minLength: 3, maxLength: 14 })
  .map((blocks) => {
    const pairs: (readonly [number, number])[] = []
    let last = 0
    for (const { wide, loops } of blocks) {
      const join = last + wide + 1
      for (let node = last + 1; node < join; node++) pairs.push([last, node], [node, join])
      if (loops) pairs.push([last + 1, last])
      last = join
    }
    return { count: last + 1, pairs }
  })
const anyCanvas = fc.record({ width: fc.integer({ min: 400, max: 1600 }), height: fc.integer({ min: 300, max: 1000 }) })

describe('a long drawing', () => {
  it('is set in lines where the whole is seen larger so', () => {
    const canvas = { width: 1040, height: 640 }
    const [plain, wrapped] = [draw(30, chain(30), canvas, false), draw(30, chain(30), canvas, true)]
    expect(wrapped.zoom).toBeGreaterThan(3 * plain.zoom)
    expect(wrapped.zoom).toBeGreaterThan(0.6)
  })

  it('stays in one where that is seen at its own size', () => {
    const canvas = { width: 1040, height: 640 }
    expect(draw(3, chain(3), canvas, true).drawing).toEqual(draw(3, chain(3), canvas, false).drawing)
  })

  it('has no cards that overlap and no edge through a card, and every edge from card to card', () => {
    fc.assert(
      fc.property(anyBlocks, anyCanvas, ({ count, pairs }, canvas) => {
        const { drawn, zoom, drawing } = draw(count, pairs, canvas, true)
        expect(overlapsOf(drawn)).toBe(0)
        expect(throughCards(drawn)).toBe(0)
        drawn.edges.forEach(({ from, to, points }) => {
          expect(isOnBorder(drawn.nodes[Number(from)], points[0])).toBe(true)
          expect(isOnBorder(drawn.nodes[Number(to)], points.at(-1))).toBe(true)
        })
        for (const { points } of drawn.edges)
          for (const { x, y } of points) {
            expect(x).toBeGreaterThanOrEqual(0)
            expect(y).toBeGreaterThanOrEqual(0)
            expect(x).toBeLessThanOrEqual(drawing.width)
            expect(y).toBeLessThanOrEqual(drawing.height)
          }
        expect(zoom).toBeGreaterThanOrEqual(draw(count, pairs, canvas, false).zoom)
      }),
      { numRuns: 60 },
    )
  })

  it('is the same each time, also of a thousand nodes', () => {
    const canvas = { width: 1040, height: 640 }
    const one = draw(1000, chain(1000), canvas, true)
    expect(overlapsOf(one.drawn)).toBe(0)
    expect(draw(1000, chain(1000), canvas, true).drawing).toEqual(one.drawing)
  })
})
