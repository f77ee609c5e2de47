import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { Panel } from '@xyflow/react'
import { FoldTools } from './FoldTools.tsx'
import type { Picture } from './folding/Picture.ts'
import { GraphLegend } from './GraphLegend.tsx'
import { GraphToolbar } from './GraphToolbar.tsx'
import type { GraphLayout } from './layout/GraphLayout.ts'

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly EnrichedEdge[]
  readonly picture: Picture
  readonly layout: GraphLayout
}

/** What stands over the picture: its tools, what is folded, and what its lines mean. */
export const GraphPanels = ({ nodes, edges, picture, layout }: Props) => (
  <>
    <Panel position="top-left">
      <GraphToolbar direction={layout.direction} />
    </Panel>
    <Panel position="top-left">
      <FoldTools picture={picture} />
    </Panel>
    <Panel position="bottom-left">
      <GraphLegend nodes={nodes} edges={edges} hasCycle={layout.backEdges.length > 0} />
    </Panel>
  </>
)
