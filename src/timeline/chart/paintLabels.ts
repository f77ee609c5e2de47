import { barLabels } from './barLabels.ts'
import type { ChartColours } from './chartColours.ts'
import type { Picture } from './picture.ts'

const SIZE = 10.5
/** Measured widths of the last texts: measuring is the dearest part of a label, and texts repeat in every frame. */
const WIDTHS_MAX = 5000
const widths = new Map<string, number>()

/** Paints the labels of the bars. */
export function paintLabels(context: CanvasRenderingContext2D, picture: Picture, colours: ChartColours): void {
  context.font = `${SIZE}px ${colours.font}`
  const measure = (text: string): number => {
    const known = widths.get(text)
    if (known !== undefined) return known
    if (widths.size >= WIDTHS_MAX) widths.clear()
    const { width } = context.measureText(text)
    widths.set(text, width)
    return width
  }
  for (const { text, x, y, on } of barLabels(picture.model, picture.marks, picture.width, measure)) {
    context.fillStyle = on === 'bar' ? colours.surface : colours.text
    context.fillText(text, x, y + 0.5)
  }
}
