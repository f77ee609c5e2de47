import type { Point } from '../layout/GraphLayout.ts'
import { markPlace, NO_RANK } from './paintMarks.ts'
import type { Scene } from './Scene.ts'

/** What the pointer is on. */
export type Hit = { readonly kind: 'card'; readonly card: number } | { readonly kind: 'tie'; readonly tie: number }

/** How far, in screen pixels, the pointer may miss a mark and a line. */
const CARD_MISS = 3
const TIE_MISS = 6

/**
 * The card at a point, else the line. Of several marks, the visible one, which was painted last; if none is hit, the
 * nearest within the tolerance.
 *
 * @param pixel layout pixels per screen pixel
 */
export function hitAt(scene: Scene, ranks: Uint8Array, at: Point, pixel: number): Hit | undefined {
  const card = cardAt(scene, ranks, at, pixel)
  if (card >= 0) return { kind: 'card', card }
  const tie = tieAt(scene, at, TIE_MISS * pixel)
  return tie < 0 ? undefined : { kind: 'tie', tie }
}

function cardAt(scene: Scene, ranks: Uint8Array, { x, y }: Point, pixel: number): number {
  // The farthest that any mark may extend beyond its card.
  const reach = (CARD_MISS + 2) * pixel
  let best = -1
  let bestMiss = Number.POSITIVE_INFINITY
  scene.cardsIn.find({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach }, (card) => {
    const rank = ranks[card] ?? NO_RANK
    if (rank === NO_RANK) return
    const place = markPlace(scene, card, rank, pixel)
    const missX = Math.max(place.x - x, x - place.x - place.width, 0)
    const missY = Math.max(place.y - y, y - place.y - place.height, 0)
    const miss = Math.hypot(missX, missY)
    if (miss > CARD_MISS * pixel || miss > bestMiss) return
    // Equally near, for instance both hit: the one painted last wins, by rank and then by order.
    if (miss === bestMiss) {
      const former = ranks[best] ?? 0
      if (rank < former || (rank === former && card < best)) return
    }
    best = card
    bestMiss = miss
  })
  return best
}

function tieAt(scene: Scene, at: Point, reach: number): number {
  let best = -1
  let nearest = reach
  const area = { left: at.x - reach, top: at.y - reach, right: at.x + reach, bottom: at.y + reach }
  scene.tiesIn.find(area, (tie) => {
    if (!scene.ties[tie]) return
    const miss = distanceTo(scene, tie, at)
    if (miss > nearest) return
    nearest = miss
    best = tie
  })
  return best
}

/** Distance from a point to a line; rounded corners are treated as sharp. */
function distanceTo({ starts, points }: Scene, tie: number, { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY
  for (let at = starts[tie] ?? 0; at + 1 < (starts[tie + 1] ?? 0); at++) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.subarray(at * 2, at * 2 + 4)
    const [dx, dy] = [x2 - x1, y2 - y1]
    const share = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / Math.max(dx * dx + dy * dy, 1e-9)))
    least = Math.min(least, Math.hypot(x1 + dx * share - x, y1 + dy * share - y))
  }
  return least
}
