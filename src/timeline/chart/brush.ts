import type { TimeWindow } from '#src/navigation/runViewState.ts'
import { scaleOf, within, wholeOf, type Ground } from './windowMoves.ts'

export type Edge = 'from' | 'to'

/** Minimum distance between the edges of the window, in pixels of the overview. */
const APART = 2

/** The window between two pixels of the overview. */
export function brushed(ground: Ground, a: number, b: number): TimeWindow | undefined {
  const whole = scaleOf(ground, undefined)
  const [left, right] = a < b ? [a, b] : [b, a]
  return within(ground, {
    from: whole.t(Math.max(0, left)),
    to: whole.t(Math.min(ground.width, Math.max(right, left + APART))),
  })
}

/** The window after dragging one edge or the whole box by a number of pixels. */
export function draggedBox(
  ground: Ground,
  window: TimeWindow,
  what: Edge | 'box',
  pixels: number,
): TimeWindow | undefined {
  const whole = scaleOf(ground, undefined)
  const [left, right] = [whole.x(window.from), whole.x(window.to)]
  switch (what) {
    case 'from':
      return brushed(ground, Math.min(left + pixels, right - APART), right)
    case 'to':
      return brushed(ground, left, Math.max(right + pixels, left + APART))
    case 'box': {
      const by = Math.max(-left, Math.min(ground.width - right, pixels))
      return brushed(ground, left + by, right + by)
    }
  }
}

/** Pixels by which a key moves an edge. */
const STEPS = new Map([
  ['ArrowLeft', -8],
  ['ArrowDown', -8],
  ['ArrowRight', 8],
  ['ArrowUp', 8],
  ['PageDown', -80],
  ['PageUp', 80],
  ['Home', -Infinity],
  ['End', Infinity],
])

/** Keys as in the slider pattern of the ARIA Authoring Practices. */
export function keyedEdge(
  ground: Ground,
  window: TimeWindow,
  edge: Edge,
  key: string,
): { readonly to: TimeWindow | undefined } | 'nothing' {
  const step = STEPS.get(key)
  if (step === undefined) return 'nothing'
  const { from, to } = wholeOf(ground)
  if (Number.isFinite(step)) return { to: draggedBox(ground, window, edge, step) }
  if (edge === 'from' && step < 0) return { to: within(ground, { from, to: window.to }) }
  if (edge === 'to' && step > 0) return { to: within(ground, { from: window.from, to }) }
  return { to: draggedBox(ground, window, edge, step < 0 ? -ground.width : ground.width) }
}
