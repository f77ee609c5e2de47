import type { ChartColours } from './chartColours.ts'
import { axisHeight, headHeight } from './chartModel.ts'
import { paintGapLabels } from './paintGaps.ts'
import type { Picture } from './picture.ts'

/** Pixels that a tick's label needs; closer to the end it would be cut off. */
const LABEL_ROOM = 56

/** Paints the axis, in time since the start, and below it the gap labels. */
export function paintHead(context: CanvasRenderingContext2D, picture: Picture, colours: ChartColours): void {
  const { model, width } = picture
  const head = headHeight(model)
  context.fillStyle = colours.surface
  context.fillRect(0, 0, width, head)
  for (const { x, label } of picture.ticks) {
    context.fillStyle = colours.border
    context.fillRect(x, 0, 1, axisHeight)
    context.fillStyle = colours.dim
    if (x + LABEL_ROOM <= width) context.fillText(label, x + 5, axisHeight / 2 + 1)
  }
  paintGapLabels(context, picture, colours)
  context.fillStyle = colours.border
  context.fillRect(0, head - 1, width, 1)
}
