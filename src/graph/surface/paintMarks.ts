import type { Brush } from './Brush.ts'
import { FIRST_LOUD } from './palette.ts'
import type { Scene } from './Scene.ts'

/** Minimum size of a mark in screen pixels: one that needs attention must not be overlooked among thousands. */
const LEAST = 1.5
const LEAST_LOUD = 4

/** The rank of a card without a tone, because its nodes have disappeared. */
export const NO_RANK = 255

/** Cards in painting order: the worst last, on top of their neighbours. Stable. O(cards). */
export function inPaintOrder(cards: readonly number[], ranks: Uint8Array): readonly number[] {
  const byRank: number[][] = []
  for (const card of cards) {
    const rank = ranks[card] ?? NO_RANK
    if (rank === NO_RANK) continue
    const same = byRank[rank]
    if (same) same.push(card)
    else byRank[rank] = [card]
  }
  return byRank.flat()
}

/**
 * The rectangle of a card's mark: that of the card, or larger if that would be too small to see. `pixel` is layout
 * pixels per screen pixel.
 */
export function markPlace({ boxes }: Pick<Scene, 'boxes'>, card: number, rank: number, pixel: number) {
  const [x = 0, y = 0, width = 0, height = 0] = boxes.subarray(card * 4, card * 4 + 4)
  const least = (rank >= FIRST_LOUD ? LEAST_LOUD : LEAST) * pixel
  const [wide, high] = [Math.max(width, least), Math.max(height, least)]
  return { x: x - (wide - width) / 2, y: y - (high - height) / 2, width: wide, height: high }
}

/** Paints cards as areas in their status colour, for the list entries from `from` up to, but not including, `to`. */
export function paintMarks(
  { context, palette, pixel }: Brush,
  scene: Scene,
  ranks: Uint8Array,
  list: readonly number[],
  from: number,
  to: number,
): void {
  let painted = NO_RANK
  for (let at = from; at < to; at++) {
    const card = list[at] ?? 0
    const rank = ranks[card] ?? NO_RANK
    if (rank === NO_RANK) continue
    if (rank !== painted) {
      context.fillStyle = palette.tones[rank] ?? ''
      painted = rank
    }
    const { x, y, width, height } = markPlace(scene, card, rank, pixel)
    context.fillRect(x, y, width, height)
  }
}
