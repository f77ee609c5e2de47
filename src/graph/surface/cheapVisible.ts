import { detailAt } from '../detailAt.ts'
import { areaOf, type View } from './Bitmap.ts'
import { costOf, visibleIn, type Cards, type Visible } from './paintPicture.ts'
import type { Scene } from './Scene.ts'

/**
 * Maximum cost (see `costOf`) of repainting every frame; above it, the last painting is shown until the next is painted
 * in steps.
 */
const FRAME_COST = 4000

/** Everything visible, if it can be painted within a frame. */
export function cheapVisible(scene: Scene, cards: Cards, view: View): Visible | undefined {
  const area = areaOf(view)
  const { left, top, right, bottom } = scene.area
  const share = (from: number, to: number, first: number, last: number) =>
    Math.max(0, Math.min(to, last) - Math.max(from, first)) / Math.max(1, last - first)
  const seen = share(area.left, area.right, left, right) * share(area.top, area.bottom, top, bottom)
  // FoldDepth above the limit if spread evenly: skip the exact count.
  if (seen * ((scene.starts.at(-1) ?? 0) + scene.ids.length) > 8 * FRAME_COST) return undefined
  const { detail } = detailAt(view.zoom)
  const isText = detail !== 'colour' && detail !== 'count'
  const visible = visibleIn(scene, cards, area)
  return costOf(scene, visible, isText) <= FRAME_COST ? visible : undefined
}
