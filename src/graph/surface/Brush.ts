import type { LucideIcon } from 'lucide-react'
import type { Legibility } from '../detailAt.ts'
import type { FittedText } from './FittedText.ts'
import type { Palette } from './palette.ts'

/** The part of the canvas API that the picture is painted with; the SVG export implements the same. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'arcTo'
  | 'beginPath'
  | 'closePath'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'lineCap'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'quadraticCurveTo'
  | 'rect'
  | 'restore'
  | 'save'
  | 'scale'
  | 'setLineDash'
  | 'strokeStyle'
  | 'translate'
> & {
  fill(): void
  stroke(path?: Path2D): void
  /** @param radii one for all corners, or one each, clockwise from the upper left */
  roundRect(x: number, y: number, width: number, height: number, radii: number | number[]): void
}

/** Everything needed to paint a part of the picture. The context is scaled: lengths are layout pixels. */
export type Brush = {
  readonly context: Pen
  readonly palette: Palette
  readonly text: FittedText
  readonly icons: ReadonlyMap<LucideIcon, Path2D>
  readonly legibility: Legibility
  /** Canvas pixels per layout pixel. */
  readonly scale: number
  /** Layout pixels per screen pixel. */
  readonly pixel: number
}

export const fontOf = ({ palette }: Brush, weight: number, size: number): string =>
  `${weight} ${size}px ${palette.font}`

/** Writes one line of text, truncated if it does not fit. Returns its width. */
export function write(brush: Brush, text: string, { x, y, high, room, weight, size, colour }: TextPlace): number {
  if (text === '' || room <= 0) return 0
  const { context } = brush
  const font = fontOf(brush, weight, size)
  const fitted = brush.text.fit(font, text, room)
  context.font = font
  context.fillStyle = colour
  context.fillText(fitted, x, y + brush.text.baseline(font, high))
  return brush.text.width(font, fitted)
}

type TextPlace = {
  readonly x: number
  /** Top and height of the line. */
  readonly y: number
  readonly high: number
  readonly room: number
  readonly weight: number
  readonly size: number
  readonly colour: string
}

/** Draws a 24-unit icon at this size. */
export function drawIcon(
  { context, icons }: Brush,
  Icon: LucideIcon,
  x: number,
  y: number,
  size: number,
  stroke: number,
  colour: string,
): void {
  const path = icons.get(Icon)
  if (!path) return
  context.save()
  context.translate(x, y)
  context.scale(size / 24, size / 24)
  context.strokeStyle = colour
  context.lineWidth = stroke
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(path)
  context.restore()
}

export function fillRound(
  { context }: Brush,
  x: number,
  y: number,
  width: number,
  height: number,
  radii: number | number[],
  colour: string,
): void {
  context.fillStyle = colour
  context.beginPath()
  context.roundRect(x, y, width, height, radii)
  context.fill()
}
