import { detailAt, smallestTextPx } from '#src/graph/detailAt.ts'
import { gridStep } from '#src/graph/members/gridStep.ts'
import { shortLabel } from '#src/graph/shortLabel.ts'
import { viewportAround } from '#src/graph/viewportFor.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('text in the graph', () => {
  it('is never under 11 px on screen where there is any', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 2, noNaN: true }), (zoom) => {
        expect(smallestTextPx(zoom) ?? 11).toBeGreaterThanOrEqual(11 - 1e-2)
      }),
    )
  })

  it('finds room in its card', () => {
    for (let zoom = 0.6; zoom < 1; zoom += 0.01) {
      const { detail, textSize } = detailAt(zoom)
      const lines = detail === 'full' ? [13, textSize, textSize] : [Math.max(13, textSize), textSize]
      expect(lines.reduce((sum, size) => sum + size * 1.4, 0)).toBeLessThanOrEqual(64)
    }
  })

  it('gives way to marks and colours far out', () => {
    expect([1, 0.7, 0.5, 0.3, 0.2, 0.05].map((zoom) => detailAt(zoom).detail)).toEqual([
      'full',
      'short',
      'name',
      'word',
      'count',
      'colour',
    ])
  })
})

it('a long qualified name begins with what tells it from others', () => {
  expect(shortLabel('Plan the work')).toBe('Plan the work')
  expect(shortLabel('NFCORE_RNASEQ.RNASEQ.QUANTIFY.STAR_ALIGN')).toBe('…QUANTIFY.STAR_ALIGN')
  expect(shortLabel('a:very_long_name_of_one_single_step')).toBe('…very_long_name_of_one_single_step')
  expect(shortLabel('one_name_without_any_parts_in_it')).toBe('one_name_without_any_parts_in_it')
})

it('keys go through a grid in all four directions, also into a last row that is short', () => {
  const at = (key: string, place: number) => gridStep(key, place, 4, 10)
  expect([at('ArrowRight', 0), at('ArrowDown', 0), at('ArrowUp', 5), at('ArrowLeft', 5)]).toEqual([1, 4, 1, 4])
  expect([at('ArrowDown', 7), at('End', 0), at('Home', 9), at('PageDown', 1)]).toEqual([9, 9, 0, 9])
  expect([at('ArrowLeft', 0), at('ArrowUp', 2), at('ArrowDown', 9), at('x', 2)]).toEqual(Array(4).fill(undefined))
})

it('a view around a card shows nothing beyond the graph where there is graph to show', () => {
  const canvas = { width: 1000, height: 600 }
  const bounds = { x: 0, y: 0, width: 9000, height: 300 }
  const card = { x: 0, y: 100, width: 220, height: 64 }
  const { x, y, zoom } = viewportAround(card, bounds, canvas, 1)
  expect([x, zoom]).toEqual([60, 1])
  expect(y + 150).toBeCloseTo(52 + (600 - 52 - 28) / 2)
  expect(viewportAround({ ...card, x: 4000 }, bounds, canvas, 1).x).toBe(500 - 4110)
})
