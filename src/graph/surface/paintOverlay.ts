import type { Brush } from './Brush.ts'
import { markPlace, NO_RANK } from './paintMarks.ts'
import { paintOne, type Cards } from './paintPicture.ts'
import { paintNearTies } from './paintTies.ts'
import type { Scene } from './Scene.ts'

/** Lines of one card that are told apart from the others; beyond them it is an area anyway. */
const NEAR_MAX = 1500
/** Pixels on screen that a ring has at least, from side to side. */
const RING = 16

/** What the reader's hand and keys are on, by index; -1 for nothing. */
export type Attention = {
  readonly hovered: number
  readonly selected: number
  /** The card that has the keyboard, where that must be shown. */
  readonly focused: number
  readonly tie: number
}

/** Paints over the picture what the reader is at: its lines, the open card, and rings that are seen at any distance. */
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

/** Where a card's own border does not tell any more. */
const isFar = ({ legibility: { detail } }: Brush): boolean => detail !== 'full' && detail !== 'short'

function ring(brush: Brush, scene: Scene, { ranks }: Cards, card: number, colour: string, beyond: number): void {
  const { context, pixel, palette } = brush
  const rank = ranks[card] ?? NO_RANK
  if (rank === NO_RANK) return
  const mark = markPlace(scene, card, rank, pixel)
  const grow = (size: number) => (Math.max(size, (RING - 4) * pixel) - size) / 2 + (2 + beyond) * pixel
  const [byX, byY] = [grow(mark.width), grow(mark.height)]
  const box = [mark.x - byX, mark.y - byY, mark.width + 2 * byX, mark.height + 2 * byY] as const
  // The canvas' own colour on both sides, so that it stands out from whatever it runs across.
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
