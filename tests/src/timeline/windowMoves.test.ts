import type { IdleGap } from '#src/timeline/model/idleGaps.ts'
import { brushed, draggedBox, keyedEdge } from '#src/timeline/chart/brush.ts'
import { panned, revealed, rounded, scaleOf, within, zoomed, type Ground } from '#src/timeline/chart/windowMoves.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const gap = (from: number, to: number): IdleGap => ({ start: from, end: to, from, to, awaited: { kind: 'nothing' } })
const ground: Ground = { span: { start: 0, end: 100_000 }, width: 1000, folded: [] }
const withFold: Ground = { ...ground, folded: [gap(40_000, 60_000)] }

describe('zooming', () => {
  it('keeps what is under the pointer there', () => {
    fc.assert(
      fc.property(fc.constantFrom(ground, withFold), fc.integer({ min: 0, max: 1000 }), (on, x) => {
        const before = scaleOf(on, { from: 20_000, to: 80_000 })
        const window = zoomed(on, { from: 20_000, to: 80_000 }, x, 0.5)
        expect(scaleOf(on, window).x(before.t(x))).toBeCloseTo(x, 3)
      }),
    )
  })
  it('ends at the whole, and moves back into it at its edges', () => {
    expect(zoomed(ground, { from: 10_000, to: 90_000 }, 500, 4)).toBeUndefined()
    expect(zoomed(ground, { from: 0, to: 10_000 }, 900, 2)).toEqual({ from: 0, to: 20_000 })
  })
  it('ends where a pixel is a microsecond', () => {
    const window = zoomed(ground, { from: 5000, to: 6100 }, 0, 0.1)
    expect(window).toEqual({ from: 5000, to: 6000 })
  })
})

describe('panning', () => {
  it('moves the time by pixels, as far as there is time', () => {
    expect(panned(ground, { from: 20_000, to: 30_000 }, -100)).toEqual({ from: 21_000, to: 31_000 })
    expect(panned(ground, { from: 20_000, to: 30_000 }, 99_999)).toEqual({ from: 0, to: 10_000 })
    expect(panned(ground, { from: 20_000, to: 30_000 }, -99_999)).toEqual({ from: 90_000, to: 100_000 })
  })
  it('of the whole does nothing', () => {
    expect(panned(ground, undefined, 50)).toBeUndefined()
  })
})

describe('a window', () => {
  it('that reaches beyond the run is moved into it; one beside it shows the whole', () => {
    expect(within(ground, { from: -500, to: 9500 })).toEqual({ from: 0, to: 10_000 })
    expect(within(ground, { from: 95_000, to: 105_000 })).toEqual({ from: 90_000, to: 100_000 })
    expect(within(ground, { from: -5, to: 200_000 })).toBeUndefined()
    expect(within(ground, { from: 200_000, to: 300_000 })).toBeUndefined()
  })
  it('stays where what is to be seen is seen in part, else moves to it', () => {
    const window = { from: 20_000, to: 30_000 }
    expect(revealed(ground, window, 29_000, 99_000)).toBe(window)
    const moved = revealed(ground, window, 70_000, 70_000)
    expect(moved?.from).toBeLessThan(70_000)
    expect(moved?.to).toBeGreaterThan(70_000)
    expect(revealed(ground, undefined, 70_000, 70_000)).toBeUndefined()
  })
  it('is told in whole microseconds, never in none', () => {
    expect(rounded({ from: 1.2, to: 1.4 })).toEqual({ from: 1, to: 2 })
  })
})

describe('the brush', () => {
  it('draws a window, in either direction, that lies in the run', () => {
    expect(brushed(ground, 300, 100)).toEqual({ from: 10_000, to: 30_000 })
    expect(brushed(ground, -50, 100)).toEqual({ from: 0, to: 10_000 })
  })
  it('moves an edge no further than the other', () => {
    const window = { from: 10_000, to: 20_000 }
    expect(draggedBox(ground, window, 'from', 50)).toEqual({ from: 15_000, to: 20_000 })
    expect(draggedBox(ground, window, 'from', 500)).toEqual({ from: 19_800, to: 20_000 })
    expect(draggedBox(ground, window, 'to', -500)).toEqual({ from: 10_000, to: 10_200 })
    expect(draggedBox(ground, window, 'box', 5000)).toEqual({ from: 90_000, to: 100_000 })
  })
  it('hears the keys of a slider', () => {
    const window = { from: 10_000, to: 20_000 }
    expect(keyedEdge(ground, window, 'from', 'ArrowLeft')).toEqual({ to: { from: 9200, to: 20_000 } })
    expect(keyedEdge(ground, window, 'to', 'End')).toEqual({ to: { from: 10_000, to: 100_000 } })
    expect(keyedEdge(ground, window, 'from', 'Home')).toEqual({ to: { from: 0, to: 20_000 } })
    expect(keyedEdge(ground, window, 'from', 'End')).toEqual({ to: { from: 19_800, to: 20_000 } })
    expect(keyedEdge(ground, window, 'to', 'x')).toBe('nothing')
  })
})
