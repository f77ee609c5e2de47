import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import type { RunId } from '#contract/ids.ts'
import { createElement } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import type { LucideIcon } from 'lucide-react'
import { frameName, type Picture } from '../folding/Picture.ts'
import type { GraphLayout } from '../layout/GraphLayout.ts'
import { cardDataOf, worstStatus } from '../model/cardData.ts'
import { labelsOf } from '../model/labelsOf.ts'
import { tieDataOf } from '../model/tieData.ts'
import { cardsNow } from '../surface/cardsNow.ts'
import { IconSheet } from '../surface/IconSheet.tsx'
import { iconPathsIn } from '../surface/iconPaths.ts'
import { paletteAt } from '../surface/palette.ts'
import { sceneOf } from '../surface/Scene.ts'
import type { Exported } from './exportPicture.ts'

/** The picture as currently shown. */
export type Shown = {
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly EnrichedEdge[]
  readonly picture: Picture
  readonly layout: GraphLayout
}

/** Everything needed to paint a picture, in the colours that apply at an element. */
export function exportedOf({ nodes, edges, ...laidOut }: Shown, run_id: RunId, element: Element): Exported {
  const { picture, layout } = laidOut
  const data = cardDataOf(nodes, picture)
  const labelOf = labelsOf(nodes)
  return {
    scene: sceneOf(laidOut, tieDataOf(edges, laidOut)),
    cards: cardsNow(data, data.map(worstStatus), undefined, undefined),
    palette: paletteAt(element),
    icons: drawnIcons(),
    frameNames: layout.frames.map(({ leader }) => frameName(picture, leader, labelOf)),
    run_id,
    nodeCount: nodes.length,
  }
}

/** Icons are components, so they must be rendered in the page. */
function drawnIcons(): ReadonlyMap<LucideIcon, Path2D> {
  const place = document.createElement('div')
  const root = createRoot(place)
  flushSync(() => root.render(createElement(IconSheet)))
  const icons = iconPathsIn(place)
  root.unmount()
  return icons
}
