import { idleCauseInWords, gapDuration } from '../words.ts'
import type { ChartColours } from './chartColours.ts'
import { axisHeight, headHeight, type ChartGap } from './chartModel.ts'
import type { Picture } from './picture.ts'

type Context = CanvasRenderingContext2D

/** Pixels between the teeth of a collapsed gap's edge. */
const TOOTH = 6

type Band = { readonly gap: ChartGap; readonly left: number; readonly right: number }

function bandsInView({ model, scale, width }: Picture): readonly Band[] {
  return model.gaps
    .map((gap) => ({ gap, left: scale.x(gap.from), right: scale.x(gap.to) }))
    .filter(({ left, right }) => right > 0 && left < width)
    .map(({ gap, left, right }) => ({ gap, left: Math.max(-TOOTH, left), right: Math.min(width + TOOTH, right) }))
}

/** Paints the bands of the idle gaps behind the bars. Collapsed gaps have jagged edges, like torn paper. */
export function paintGaps(context: Context, picture: Picture, colours: ChartColours): void {
  for (const { gap, left, right } of bandsInView(picture)) {
    context.fillStyle = gap.isFolded ? colours.hover : colours.sunken
    context.fillRect(left, 0, right - left, picture.height)
    if (!gap.isFolded) continue
    context.strokeStyle = colours.borderStrong
    context.lineWidth = 1
    for (const x of [left, right]) {
      context.beginPath()
      for (let y = 0, side = 0; y <= picture.height; y += TOOTH, side = 2 - side) context.lineTo(x - 1 + side, y)
      context.stroke()
    }
  }
}

/** Paints what was pending in each gap, below the axis, as far as the band has room. */
export function paintGapLabels(context: Context, picture: Picture, colours: ChartColours): void {
  const bottom = headHeight(picture.model)
  for (const { gap, left, right } of bandsInView(picture)) {
    context.save()
    context.beginPath()
    context.rect(left, axisHeight, right - left, bottom - axisHeight)
    context.clip()
    context.fillStyle = gap.isFolded ? colours.hover : colours.sunken
    context.fillRect(left, axisHeight, right - left, bottom - axisHeight)
    context.fillStyle = colours.dim
    // The label of a partly visible band stays in view.
    const x = Math.max(left, 0) + (gap.isFolded ? 1 : 5)
    const label = gap.isFolded ? shortened(gapDuration(gap)) : `${gapDuration(gap)} · ${idleCauseInWords(gap.awaited)}`
    context.fillText(fitted(context, label, right - x - 3), x, (axisHeight + bottom) / 2)
    context.restore()
  }
}

/** Truncates a text to the available width, by the average character width. */
function fitted(context: Context, text: string, room: number): string {
  const { width } = context.measureText(text)
  if (width <= room) return text
  const letters = Math.floor((text.length * room) / width) - 1
  return letters < 2 ? '' : `${text.slice(0, letters).toWellFormed()}…`
}

/** `4m 10s` → `4m`: a collapsed gap has room for the largest unit only. */
const shortened = (duration: string): string =>
  duration.includes('m ') || duration.includes('h ') || duration.includes('d ')
    ? (duration.split(' ')[0] ?? duration)
    : duration.replace(' ', '')
