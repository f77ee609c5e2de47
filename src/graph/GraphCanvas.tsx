import type { NodeId } from '#contract/ids.ts'
import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { MiniMap, Panel, ReactFlow, type EdgeTypes, type NodeTypes } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { DAGEdge } from './DAGEdge.tsx'
import { DAGNode } from './DAGNode.tsx'
import styles from './DAGVisualization.module.css'
import { FIT } from './fit.ts'
import { GraphLegend } from './GraphLegend.tsx'
import { GraphToolbar } from './GraphToolbar.tsx'
import { useGraphViewStore } from './graphViewStore.ts'
import type { Topology } from './layout/GraphLayout.ts'
import type { LaidOut } from './layout/layoutQueries.ts'
import { cardsOf, tiesOf, type CardNode } from './model/toFlow.ts'
import { motionMs } from './motionMs.ts'
import { useGraphKeyboard } from './useGraphKeyboard.ts'
import { useGraphTextScale } from './useGraphTextScale.ts'
import { useKeepInView } from './useKeepInView.ts'

// Constants of the module: React Flow would mount every node anew for a new object.
const NODE_TYPES: NodeTypes = { card: DAGNode }
const EDGE_TYPES: EdgeTypes = { tie: DAGEdge }
const PRO_OPTIONS = { hideAttribution: true }

/** Above this many cards only those in view are mounted; below it, mounting and unmounting would cost more than it saves. */
const MOUNT_ALL_MAX = 1000

/** A minimap of a handful of cards repeats what is in view already. */
const MINIMAP_MIN_NODES = 9

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly EnrichedEdge[]
  readonly laidOut: LaidOut
  readonly selected: NodeId | undefined
}

/**
 * React Flow as a surface: it is given places and sizes, and decides none. Where another layout comes, cards glide to their
 * new places, which is the style sheet's work, and those that were not there fade in.
 */
export function GraphCanvas({ nodes, edges, laidOut, selected }: Props) {
  const { topology, layout } = laidOut
  const container = useRef<HTMLDivElement>(null)
  const [first] = useState(() => new Set(topology.ids))
  const cards = useMemo(
    () => cardsOf(nodes, laidOut, (node_id) => (first.has(node_id) ? '' : (styles['arriving'] ?? ''))),
    [nodes, laidOut, first],
  )
  const ties = useMemo(() => tiesOf(edges, laidOut), [edges, laidOut])
  const hasMinimap = usePreferences((state) => state.minimap) && nodes.length >= MINIMAP_MIN_NODES
  const onKeyDown = useGraphKeyboard(container, topology, layout)
  useGraphTextScale(container)
  useTabStop(topology)
  const onMoveStart = useKeepInView(container, topology, layout, selected)
  return (
    // The cards inside are the controls; this element only hears the arrow keys that they let through.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={container}
      className={styles['canvas']}
      onKeyDown={onKeyDown}
      role="group"
      aria-label="Graph of the run: arrow keys follow the edges, Enter opens a node"
    >
      <svg className={styles['markers']} aria-hidden>
        <defs>
          <Arrow id="rl-arrow" className={styles['arrow']} />
          <Arrow id="rl-arrow-near" className={styles['arrowNear']} />
        </defs>
      </svg>
      <ReactFlow<CardNode>
        nodes={cards}
        edges={ties}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView
        fitViewOptions={FIT}
        minZoom={FIT.minZoom}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onlyRenderVisibleElements={nodes.length > MOUNT_ALL_MAX}
        disableKeyboardA11y
        proOptions={PRO_OPTIONS}
        onMoveStart={onMoveStart}
        // The one movement that React Flow animates by itself, and not in CSS where the reader's wish would stop it.
        zoomOnDoubleClick={motionMs(250) > 0}
      >
        <Panel position="top-left">
          <GraphToolbar direction={layout.direction} />
        </Panel>
        <Panel position="bottom-left">
          <GraphLegend nodes={nodes} edges={edges} hasCycle={layout.backEdges.length > 0} />
        </Panel>
        {hasMinimap && (
          <MiniMap<CardNode>
            pannable
            zoomable
            ariaLabel="Minimap"
            style={{ width: 160, height: 100 }}
            nodeColor={({ data }) => `var(--rl-${statusToken(data.node.status).tone})`}
          />
        )}
      </ReactFlow>
    </div>
  )
}

/** One card is a stop of the Tab key, also where the one that was went out of the graph. */
function useTabStop({ ids }: Topology): void {
  const view = useGraphViewStore()
  useEffect(() => {
    const { focused } = view.getState()
    if (focused === undefined || !ids.includes(focused)) view.setState({ focused: ids[0] })
  }, [view, ids])
}

function Arrow({ id, className }: { readonly id: string; readonly className: string | undefined }) {
  return (
    <marker
      id={id}
      markerUnits="userSpaceOnUse"
      markerWidth="11"
      markerHeight="11"
      refX="9"
      refY="5"
      orient="auto-start-reverse"
    >
      <path className={className} d="M0,0 L10,5 L0,10 z" />
    </marker>
  )
}
