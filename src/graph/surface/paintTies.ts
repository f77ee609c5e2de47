import { addTo } from '#src/lib/addTo.ts'
import type { Brush, Pen } from './Brush.ts'
import { toneColour } from './palette.ts'
import type { Scene } from './Scene.ts'

/** As in edgePath. */
const RADIUS = 14
/** Below this many canvas pixels per layout pixel, corners, arrows and dashes are too small to be seen. */
const FINE = 0.25
/** Minimum line width in canvas pixels; lines scale with the zoom down to it. */
const LEAST_WIDTH = 0.4
/** Lines per stroke call: a path of many thousands costs far more than its parts. */
const BATCH = 64

/** Paints lines, each kind in its own style, for the list entries from `from` up to, but not including, `to`. */
export function paintTies(brush: Brush, scene: Scene, list: ArrayLike<number>, from: number, to: number): void {
  const { context, palette } = brush
  const isFine = brush.scale >= FINE
  context.lineCap = 'butt'
  context.lineJoin = 'round'
  const kinds = new Map<number, number[]>()
  for (let at = from; at < to; at++) {
    const tie = list[at] ?? 0
    const data = scene.ties[tie]
    if (!data) continue
    const kind =
      (data.isBack ? 1 : 0) + (isFine && data.isDerived ? 2 : 0) + (data.dependency_type === 'parallel' ? 4 : 0)
    addTo(kinds, kind, tie)
  }
  for (const [kind, same] of kinds) {
    context.strokeStyle = kind & 1 ? toneColour(palette, 'retrying') : palette.border
    const isParallel = (kind & 4) !== 0
    context.lineWidth = Math.max(isParallel ? 5 : 1.5, LEAST_WIDTH / brush.scale)
    if (kind & 2) context.setLineDash([6, 4])
    strokeAll(brush, scene, same, isFine)
    context.setLineDash([])
    if (isParallel && isFine) {
      context.strokeStyle = palette.canvas
      context.lineWidth = 2
      strokeAll(brush, scene, same, isFine)
    }
    if (isFine) fillArrows(brush, scene, same, palette.border)
  }
}

/** Repaints lines in the accent colour over the picture: those of the card or line that the reader is at. */
export function paintNearTies(brush: Brush, scene: Scene, list: ArrayLike<number>, most: number): void {
  const { context, palette } = brush
  const isFine = brush.scale >= FINE
  const near: number[] = []
  for (let at = 0; at < list.length && near.length < most; at++) {
    const tie = list[at] ?? 0
    if (scene.ties[tie]) near.push(tie)
  }
  context.strokeStyle = palette.accent
  context.lineWidth = Math.max(2, brush.pixel * 1.25)
  strokeAll(brush, scene, near, isFine)
  if (isFine) fillArrows(brush, scene, near, palette.accent)
}

function strokeAll({ context }: Brush, scene: Scene, list: readonly number[], isRound: boolean): void {
  for (let from = 0; from < list.length; from += BATCH) {
    context.beginPath()
    for (let at = from; at < Math.min(list.length, from + BATCH); at++) trace(context, scene, list[at] ?? 0, isRound)
    context.stroke()
  }
}

/** One line as edgePath draws it: its corners are rounded if that is visible. */
function trace(context: Pen, { starts, points }: Scene, tie: number, isRound: boolean): void {
  const [first, end] = [starts[tie] ?? 0, starts[tie + 1] ?? 0]
  let [beforeX, beforeY] = [points[first * 2] ?? 0, points[first * 2 + 1] ?? 0]
  context.moveTo(beforeX, beforeY)
  for (let at = first + 1; at < end; at++) {
    const [x, y] = [points[at * 2] ?? 0, points[at * 2 + 1] ?? 0]
    if (!isRound || at === end - 1) context.lineTo(x, y)
    else {
      const [nextX, nextY] = [points[at * 2 + 2] ?? x, points[at * 2 + 3] ?? y]
      const back = Math.hypot(x - beforeX, y - beforeY)
      const ahead = Math.hypot(nextX - x, nextY - y)
      const cut = Math.min(RADIUS, back / 2, ahead / 2)
      const share = cut / Math.max(back, 1e-9)
      const shareAhead = cut / Math.max(ahead, 1e-9)
      context.lineTo(x + (beforeX - x) * share, y + (beforeY - y) * share)
      context.quadraticCurveTo(x, y, x + (nextX - x) * shareAhead, y + (nextY - y) * shareAhead)
    }
    beforeX = x
    beforeY = y
  }
}

/** Arrowheads, like the marker of React Flow's edges. */
function fillArrows({ context }: Brush, { starts, points }: Scene, list: readonly number[], colour: string): void {
  context.fillStyle = colour
  for (let from = 0; from < list.length; from += BATCH) {
    context.beginPath()
    for (let at = from; at < Math.min(list.length, from + BATCH); at++) {
      const end = (starts[(list[at] ?? 0) + 1] ?? 0) - 1
      if (end <= (starts[list[at] ?? 0] ?? 0)) continue
      const [x, y] = [points[end * 2] ?? 0, points[end * 2 + 1] ?? 0]
      const [dx, dy] = [x - (points[end * 2 - 2] ?? 0), y - (points[end * 2 - 1] ?? 0)]
      const length = Math.max(Math.hypot(dx, dy), 1e-9)
      const [ux, uy] = [dx / length, dy / length]
      context.moveTo(x + ux, y + uy)
      context.lineTo(x - 9 * ux - 5 * uy, y - 9 * uy + 5 * ux)
      context.lineTo(x - 9 * ux + 5 * uy, y - 9 * uy - 5 * ux)
      context.closePath()
    }
    context.fill()
  }
}
