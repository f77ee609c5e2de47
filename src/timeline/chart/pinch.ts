import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { zoomed, type Ground } from './windowMoves.ts'

/** Two fingers on the chart, in its pixels: the point between them, and their distance. */
export type Fingers = { readonly x: number; readonly y: number; readonly spread: number }

type Point = { readonly x: number; readonly y: number }

/** Closer fingers cannot be told apart, and dividing by their distance would leap. */
const LEAST_SPREAD = 16

export const fingersOf = (a: Point, b: Point): Fingers => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
  spread: Math.max(LEAST_SPREAD, Math.hypot(a.x - b.x, a.y - b.y)),
})

/**
 * The window after a pinch from `before`, where `window` was visible, to `now`: the time that was between the fingers
 * still is, and spreads as they do. Undefined is the whole run, before and after.
 */
export function pinched(
  ground: Ground,
  window: TimeWindow | undefined,
  before: Fingers,
  now: Fingers,
): TimeWindow | undefined {
  return zoomed(ground, window, before.x, before.spread / now.spread, now.x)
}
