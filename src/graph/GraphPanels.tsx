import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { Panel } from '@xyflow/react'
import { memo } from 'react'
import { ExportMenu } from './export/ExportMenu.tsx'
import { FoldTools } from './FoldTools.tsx'
import type { Picture } from './folding/Picture.ts'
import { GraphLegend } from './GraphLegend.tsx'
import { GraphToolbar } from './GraphToolbar.tsx'
import { GroupFrames } from './groups/GroupFrames.tsx'
import type { GraphLayout } from './layout/GraphLayout.ts'
import { Minimap } from './Minimap.tsx'
import styles from './GraphPanels.module.css'

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly EnrichedEdge[]
  readonly picture: Picture
  readonly layout: GraphLayout
  /** The status that each card's colour shows. */
  readonly statuses: readonly string[]
}

/** A minimap of a handful of cards only repeats what is already in view. */
const MINIMAP_MIN_CARDS = 9

// A live run changes many times a second; these two do not depend on it.
const Toolbar = memo(GraphToolbar)
const Folding = memo(FoldTools)

/** Overlays of the picture: tools, folding controls and legend. */
export function GraphPanels({ nodes, edges, picture, layout, statuses }: Props) {
  const hasMinimap = usePreferences((state) => state.minimap) && picture.cards.length >= MINIMAP_MIN_CARDS
  return (
    <>
      <GroupFrames picture={picture} layout={layout} />
      <Panel position="top-left">
        <Toolbar layout={layout} />
        <ExportMenu nodes={nodes} edges={edges} picture={picture} layout={layout} />
      </Panel>
      <Panel position="top-left" className={styles['beside'] ?? ''}>
        <Folding picture={picture} />
      </Panel>
      <Panel position="bottom-left">
        <GraphLegend nodes={nodes} edges={edges} hasCycle={layout.backEdges.length > 0} />
      </Panel>
      {hasMinimap && (
        <Panel position="bottom-right">
          <Minimap layout={layout} statuses={statuses} />
        </Panel>
      )}
    </>
  )
}
