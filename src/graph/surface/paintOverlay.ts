import type { Brush } from './Brush.ts'
import { markPlace, NO_RANK } from './paintMarks.ts'
import { paintOne, type Cards } from './paintPicture.ts'
import { paintNearTies } from './paintTies.ts'
import type { Scene } from './Scene.ts'

/** Maximum number of highlighted lines of one card; more merge into an area anyway. */
const NEAR_MAX = 1500
/** Minimum width and height of a ring in screen pixels. */
const RING = 16

/** The indices of what the pointer and keyboard are on; -1 for nothing. */
export type Attention = {
  readonly hovered: number
  readonly selected: number
  /** The card with a visible keyboard focus. */
  readonly focused: number
  readonly tie: number
}

/** Paints over the picture what the reader is at: its lines, the open card, and rings visible at any zoom. */
export function paintOverlay(brush: Brush, scene: Scene, cards: Cards, at: Attention): void {
  const { palette } = brush
  for (const card of new Set([at.selected, at.hovered]))
    if (card >= 0) paintNearTies(brush, scene, scene.tiesAt(card), NEAR_MAX)
  if (at.tie >= 0) paintNearTies(brush, scene, [at.tie], 1)
  if (at.selected >= 0) {
    paintOne(brush, scene, cards, at.selected, true)
    if (isFar(brush)) ring(brush, scene, cards, at.selected, palette.accent, 0)
  }
  if (at.hovered >= 0 && at.hovered !== at.selected && isFar(brush))
    ring(brush, scene, cards, at.hovered, palette.accent, 0)
  if (at.focused >= 0 && isFar(brush))
    ring(brush, scene, cards, at.focused, palette.focus, at.focused === at.selected ? 4 : 1)
}

/** Whether it is zoomed out so far that a card's own border no longer shows. */
const isFar = ({ legibility: { detail } }: Brush): boolean => detail !== 'full' && detail !== 'short'

function ring(brush: Brush, scene: Scene, { ranks }: Cards, card: number, colour: string, beyond: number): void {
  const { context, pixel, palette } = brush
  const rank = ranks[card] ?? NO_RANK
  if (rank === NO_RANK) return
  const mark = markPlace(scene, card, rank, pixel)
  const grow = (size: number) => (Math.max(size, (RING - 4) * pixel) - size) / 2 + (2 + beyond) * pixel
  const [byX, byY] = [grow(mark.width), grow(mark.height)]
  const box = [mark.x - byX, mark.y - byY, mark.width + 2 * byX, mark.height + 2 * byY] as const
  // Outlined in the canvas's colour on both sides, so that it stands out from whatever it crosses.
  for (const [style, width] of [
    [palette.canvas, 5],
    [colour, 2],
  ] as const) {
    context.beginPath()
    context.roundRect(...box, 5 * pixel)
    context.strokeStyle = style
    context.lineWidth = width * pixel
    context.stroke()
  }
}
