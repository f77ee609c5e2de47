import { fingersOf, pinched } from '#src/timeline/chart/pinch.ts'
import { scaleOf, type Ground } from '#src/timeline/chart/windowMoves.ts'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const ground: Ground = { span: { start: 0, end: 1_000_000 }, width: 1000, folded: [] }
const window = { from: 400_000, to: 600_000 }
const across = (left: number, right: number) => fingersOf({ x: left, y: 50 }, { x: right, y: 50 })

describe('a pinch', () => {
  it('keeps the time between the fingers between them', () => {
    const x = fc.integer({ min: 300, max: 700 })
    const spread = fc.integer({ min: 40, max: 300 })
    fc.assert(
      fc.property(x, spread, x, spread, (x1, spread1, x2, spread2) => {
        const before = across(x1 - spread1, x1 + spread1)
        const now = across(x2 - spread2, x2 + spread2)
        const between = scaleOf(ground, window).t(before.x)
        const after = pinched(ground, window, before, now)
        // At the whole, and at the ends of the run, there is nothing left to move.
        if (after === undefined || after.from === 0 || after.to === 1_000_000) return
        expect(scaleOf(ground, after).x(between)).toBeCloseTo(now.x, 3)
      }),
    )
  })
  it('shows half the time if the fingers are twice as far apart', () => {
    expect(pinched(ground, window, across(450, 550), across(400, 600))).toEqual({ from: 450_000, to: 550_000 })
  })
  it('zooms into the whole run, and back out to it', () => {
    expect(pinched(ground, undefined, across(450, 550), across(400, 600))).toEqual({ from: 250_000, to: 750_000 })
    expect(pinched(ground, window, across(100, 900), across(480, 520))).toBeUndefined()
  })
  it('pans if the fingers move together', () => {
    expect(pinched(ground, window, across(400, 600), across(500, 700))).toEqual({ from: 380_000, to: 580_000 })
  })
  it('does not leap if the fingers meet', () => {
    const zoomedOut = pinched(ground, { from: 500_000, to: 501_000 }, across(484, 516), across(500, 500))
    expect(zoomedOut).toEqual({ from: 499_500, to: 501_500 })
  })
})

describe('the distance of two fingers', () => {
  it('counts in every direction', () => {
    expect(fingersOf({ x: 10, y: 10 }, { x: 40, y: 50 })).toEqual({ x: 25, y: 30, spread: 50 })
  })
})
