import type { NodeId } from '#contract/ids.ts'
import type { EnrichedEdge, EnrichedNode } from '#contract/summaries.ts'
import { Handle, Position, ReactFlow, type NodeProps, type EdgeTypes, type NodeTypes } from '@xyflow/react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { ZOOM_MAX } from '#src/navigation/camera.ts'
import { DAGEdge } from './DAGEdge.tsx'
import { DAGNode } from './DAGNode.tsx'
import styles from './GraphCanvas.module.css'
import { FIT_VIEW } from './fit.ts'
import type { Picture } from './folding/Picture.ts'
import { useGraphView, useGraphViewStore } from './graphViewStore.ts'
import type { CardId } from './layout/GraphLayout.ts'
import type { LaidOut } from './layout/layoutQueries.ts'
import { cardDataOf, worstStatus } from './model/cardData.ts'
import { tieDataOf } from './model/tieData.ts'
import { toFlowNodes, toFlowEdges, type AnyCard, type FoldCardNode } from './model/toFlow.ts'
import { cardOfInterest } from './model/cardOfInterest.ts'
import { motionMs } from './motionMs.ts'
import { useCoarsePointer } from '#src/ui/hooks/useCoarsePointer.ts'
import { useGraphKeyboard } from './useGraphKeyboard.ts'
import { useGraphTextScale } from './useGraphTextScale.ts'
import { useKeepInView } from './useKeepInView.ts'
import { useMarkPainted } from './useMarkPainted.ts'
import { leastZoom } from './viewportFor.ts'
import { canPaint } from './canPaint.ts'
import { NOTHING_NEAR, type Near } from './near.ts'

// Loaded in parallel with the layout, which the cards wait for anyway.
const foldCard = import('./FoldCard.tsx')
const panels = import('./GraphPanels.tsx')
const surface = import('./surface/GraphSurface.tsx')
const LazyFoldCard = lazy(async () => ({ default: (await foldCard).FoldCard }))
const GraphPanels = lazy(async () => ({ default: (await panels).GraphPanels }))
// Only needed for large pictures, which would otherwise wait for it.
const GraphSurface = lazy(async () => ({ default: (await surface).GraphSurface }))

/**
 * The handles render before the lazy card: React Flow never draws an edge to a node that it first saw without handles.
 */
const FoldCard = (props: NodeProps<FoldCardNode>) => (
  <>
    <Handle type="target" position={props.targetPosition ?? Position.Left} isConnectable={false} />
    <Suspense>
      <LazyFoldCard {...props} />
    </Suspense>
    <Handle type="source" position={props.sourcePosition ?? Position.Right} isConnectable={false} />
  </>
)

// Module constants: React Flow would remount every node if it got a new object.
const NODE_TYPES: NodeTypes = { card: DAGNode, fold: FoldCard }
const EDGE_TYPES: EdgeTypes = { tie: DAGEdge }
const PRO_OPTIONS = { hideAttribution: true }

/**
 * Above this number of cards the picture is painted on a canvas, and only cards in view at a readable zoom are mounted.
 */
const MOUNTED_MAX = 200
/**
 * Without canvas support: above this number of cards only those in view are mounted. Below it, mounting and unmounting
 * would cost more than it saves.
 */
const MOUNT_ALL_MAX = 1000

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly edges: readonly EnrichedEdge[]
  readonly laidOut: LaidOut
  readonly selected: NodeId | undefined
}

/**
 * Uses React Flow as a surface only: it gets positions and sizes and decides none. On a new layout the style sheet lets
 * cards glide to their new positions, and new cards fade in.
 */
export function GraphCanvas({ nodes, edges, laidOut, selected }: Props) {
  const { picture, layout } = laidOut
  const { ids } = picture
  const minZoom = useMemo(() => leastZoom(layout, laidOut.asked.canvas), [layout, laidOut.asked.canvas])
  const container = useRef<HTMLDivElement>(null)
  const [first] = useState(() => new Set(ids))
  const data = useMemo(() => cardDataOf(nodes, picture), [nodes, picture])
  const isPainted = ids.length > MOUNTED_MAX && canPaint()
  const [near, setNear] = useState(NOTHING_NEAR)
  const mounted = useMounted(near, selected, isPainted)
  const cards = useMemo(
    () => toFlowNodes(data, laidOut, (id) => (first.has(id) || isPainted ? '' : (styles['arriving'] ?? '')), mounted),
    [data, laidOut, first, isPainted, mounted],
  )
  const ties = useMemo(() => tieDataOf(edges, laidOut), [edges, laidOut])
  const lines = useMemo(() => (isPainted ? [] : toFlowEdges(ties)), [isPainted, ties])
  const onKeyDown = useGraphKeyboard(container, ids, picture.ties, layout)
  useGraphTextScale(container)
  const isCoarse = useCoarsePointer()
  useTabStop(picture)
  const onPainted = useMarkPainted(picture, !isPainted)
  const statuses = useMemo(() => data.map(worstStatus), [data])
  const matters = useMemo(() => cardOfInterest(statuses, picture.ties, layout), [statuses, picture, layout])

  const onMoveStart = useKeepInView(container, ids, layout, matters, selected)
  return (
    // The cards inside are the controls; this element only handles the arrow keys that bubble up from them.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={container}
      className={styles['canvas']}
      data-painted={isPainted || undefined}
      onKeyDown={onKeyDown}
      role="group"
      aria-label={
        isCoarse
          ? 'Graph of the run: tap a node to open it, pinch to zoom'
          : 'Graph of the run: arrow keys follow the edges, Enter opens a node'
      }
    >
      <svg className={styles['markers']} aria-hidden>
        <defs>
          <Arrow id="rl-arrow" className={styles['arrow']} />
          <Arrow id="rl-arrow-near" className={styles['arrowNear']} />
        </defs>
      </svg>
      <ReactFlow<AnyCard>
        nodes={cards}
        edges={lines}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        fitView={!isPainted}
        fitViewOptions={FIT_VIEW}
        minZoom={minZoom}
        maxZoom={ZOOM_MAX}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        onlyRenderVisibleElements={!isPainted && ids.length > MOUNT_ALL_MAX}
        disableKeyboardA11y
        // Cards fill a small screen, so fingers pan and pinch on them too. A mouse has space beside them.
        noPanClassName={isCoarse ? 'never' : 'nopan'}
        proOptions={PRO_OPTIONS}
        onMoveStart={onMoveStart}
        // The only animation that React Flow runs itself, outside CSS, so reduced motion must be checked here.
        zoomOnDoubleClick={motionMs(250) > 0}
      >
        {isPainted && (
          <Suspense>
            <GraphSurface
              laidOut={laidOut}
              data={data}
              statuses={statuses}
              ties={ties}
              near={near}
              setNear={setNear}
              onPainted={onPainted}
            />
          </Suspense>
        )}
        <Suspense>
          <GraphPanels nodes={nodes} edges={edges} picture={picture} layout={layout} statuses={statuses} />
        </Suspense>
      </ReactFlow>
    </div>
  )
}

/**
 * The mounted cards of a painted picture: those in `near`, the tab stop, the open one and the one that the keyboard is
 * leaving. Undefined means all.
 */
function useMounted(near: Near, selected: NodeId | undefined, isPainted: boolean): ReadonlySet<CardId> | undefined {
  const focused = useGraphView((state) => (isPainted ? state.focused : undefined))
  const leaving = useGraphView((state) => (isPainted ? state.leaving : undefined))
  return useMemo(() => {
    if (!isPainted) return undefined
    const held = [focused, leaving, selected].filter((id) => id !== undefined)
    return held.every((id) => near.cards.has(id)) ? near.cards : new Set([...near.cards, ...held])
  }, [near, selected, isPainted, focused, leaving])
}

/** Keeps one card as the tab stop. If that card no longer exists, the card that its node was folded into takes over. */
function useTabStop({ ids, source, cardOf }: Picture): void {
  const view = useGraphViewStore()
  useEffect(() => {
    const { focused = '' } = view.getState()
    if (ids.includes(focused)) return
    const known: readonly CardId[] = source.ids
    view.setState({ focused: ids[cardOf[known.indexOf(focused)] ?? 0] })
  }, [view, ids, source, cardOf])
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
