import { fillRound, type Brush } from './Brush.ts'
import type { Scene } from './Scene.ts'

/** Opacity of a frame, as in GroupFrames.module.css. */
const SHARE = 0.35
const RADIUS = 6

/** Frames behind the cards of groups, outer ones first. Their names are elements of the page, which handle clicks. */
export function paintFrames(brush: Brush, { frames }: Scene): void {
  const { context, palette } = brush
  for (const { x, y, width, height } of frames) {
    context.globalAlpha = SHARE
    fillRound(brush, x, y, width, height, RADIUS, palette.faint)
    context.globalAlpha = 1
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, RADIUS)
    context.strokeStyle = palette.faint
    context.lineWidth = 1
    context.stroke()
  }
}
