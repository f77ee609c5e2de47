import { areaOf, placeIn, uncovered, type View } from '#src/graph/surface/Bitmap.ts'
import { hitAt } from '#src/graph/surface/hitAt.ts'
import { inPaintOrder, markPlace, NO_RANK } from '#src/graph/surface/paintMarks.ts'
import { TONES, toneRank } from '#src/graph/surface/palette.ts'
import { nearIn } from '#src/graph/surface/useNear.ts'
import type { StatusTone } from '#src/theme/statusTokens.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aScene, card } from '#tests/support/app/scenes.ts'

const ranksOf = (...tones: readonly StatusTone[]) => Uint8Array.from(tones, toneRank)

describe('marks', () => {
  it('are painted the worst last, whatever their order, and not at all where the nodes are gone', () => {
    const ranks = ranksOf('failed', 'completed', 'running', 'completed', 'failed')
    expect(inPaintOrder([0, 1, 2, 3, 4], ranks)).toEqual([1, 3, 2, 0, 4])
    expect(inPaintOrder([0, 1], Uint8Array.of(NO_RANK, 0))).toEqual([1])
  })

  it('end with the worst state on every pixel that several share', () => {
    const anyTones = fc.array(fc.constantFrom(...TONES), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(anyTones, fc.infiniteStream(fc.nat(30)), (tones, places) => {
        const scene = aScene(tones.map(() => card((places.next().value ?? 0) * 40, 0)))
        const ranks = ranksOf(...tones)
        const pixel = 50
        const painted = new Map<number, number>()
        const worst = new Map<number, number>()
        for (const at of inPaintOrder([...tones.keys()], ranks)) {
          const rank = ranks[at] ?? 0
          const { x, width } = markPlace(scene, at, rank, pixel)
          for (let column = Math.floor(x / pixel); column * pixel < x + width; column++) {
            painted.set(column, rank)
            worst.set(column, Math.max(worst.get(column) ?? 0, rank))
          }
        }
        expect(painted).toEqual(worst)
      }),
    )
  })

  it('of what calls for a look are four pixels wide and high at the least, in the middle of their cards', () => {
    const scene = aScene([card(100, 100)])
    for (const zoom of [1, 0.1, 0.02]) {
      const { x, y, width, height } = markPlace(scene, 0, toneRank('failed'), 1 / zoom)
      expect(Math.min(width, height) * zoom).toBeGreaterThanOrEqual(4 - 1e-9)
      expect([x + width / 2, y + height / 2]).toEqual([210, 132])
    }
  })
})

describe('a hand', () => {
  const pair = aScene(
    [card(0, 0), card(400, 0)],
    [
      {
        from: 0,
        to: 1,
        route: [
          { x: 220, y: 32 },
          { x: 400, y: 32 },
        ],
      },
    ],
  )
  const calm = ranksOf('completed', 'completed')

  it('is on the card below it, else on the line, else on nothing', () => {
    expect(hitAt(pair, calm, { x: 10, y: 10 }, 1)).toEqual({ kind: 'card', card: 0 })
    expect(hitAt(pair, calm, { x: 300, y: 36 }, 1)).toEqual({ kind: 'tie', tie: 0 })
    expect(hitAt(pair, calm, { x: 300, y: 90 }, 1)).toBeUndefined()
  })

  it('may miss a small mark by some pixels, at any distance', () => {
    for (const pixel of [1, 10, 50])
      expect(hitAt(pair, calm, { x: 400 + 220 + 2 * pixel, y: 32 }, pixel)).toEqual({ kind: 'card', card: 1 })
  })

  it('is on the mark that is seen, where several lie over one another', () => {
    const heap = aScene([card(0, 0), card(10, 0), card(20, 0)])
    expect(hitAt(heap, ranksOf('completed', 'failed', 'completed'), { x: 100, y: 30 }, 50)).toEqual({
      kind: 'card',
      card: 1,
    })
    expect(hitAt(heap, ranksOf('completed', 'completed', 'completed'), { x: 100, y: 30 }, 50)).toEqual({
      kind: 'card',
      card: 2,
    })
  })

  it('finds nothing of a card that is gone', () => {
    expect(hitAt(pair, Uint8Array.of(NO_RANK, 0), { x: 10, y: 10 }, 1)).toBeUndefined()
  })
})

describe('the last picture in a view that moved', () => {
  const aView = fc.record({
    x: fc.integer({ min: -3000, max: 3000 }),
    y: fc.integer({ min: -3000, max: 3000 }),
    zoom: fc.double({ min: 0.02, max: 2, noNaN: true }),
    width: fc.constant(800),
    height: fc.constant(600),
  })

  it('lies where the same of the layout is, and the rest is told without overlaps', () => {
    fc.assert(
      fc.property(aView, aView, (view: View, own: View) => {
        const place = placeIn(view, { view: own })
        const area = areaOf(own)
        expect(place.left).toBeCloseTo(area.left * view.zoom + view.x, 3)
        expect(place.bottom).toBeCloseTo(area.bottom * view.zoom + view.y, 3)
        const size = (part: typeof place) => (part.right - part.left) * (part.bottom - part.top)
        const within = {
          left: Math.max(0, Math.min(800, place.left)),
          top: Math.max(0, Math.min(600, place.top)),
          right: Math.max(0, Math.min(800, place.right)),
          bottom: Math.max(0, Math.min(600, place.bottom)),
        }
        const covered = Math.max(0, size(within))
        const free = uncovered(view, place).reduce((sum, part) => sum + size(part), 0)
        expect(covered + free).toBeCloseTo(800 * 600, 3)
      }),
    )
  })
})

describe('what is near', () => {
  const row = aScene(
    Array.from({ length: 50 }, (_, at) => card(at * 300, 0)),
    [
      {
        from: 0,
        to: 1,
        route: [
          { x: 220, y: 32 },
          { x: 300, y: 32 },
        ],
        messages: 2,
      },
    ],
  )
  const view = (zoom: number): View => ({ x: 0, y: 0, zoom, width: 900, height: 600 })

  it('is what is seen and a little more, from the middle outwards', () => {
    const { cards, ties } = nearIn(row, view(1))
    expect(cards[0]).toBe('c1')
    expect(cards.toSorted()).toEqual(['c0', 'c1', 'c2', 'c3'])
    expect(ties.map(({ from }) => from)).toEqual(['c0'])
  })

  it('is nothing far out', () => expect(nearIn(row, view(0.5))).toEqual({ cards: [], ties: [] }))
})
