import type { NodeId, NodeRef } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { plural } from '#src/lib/format.ts'
import { useNodeFilter } from '#src/navigation/useNodeFilter.ts'
import { matchingNodes } from '#src/records/nodeFilter/matchingNodes.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import styles from './DAGVisualization.module.css'
import { FilteredContext } from './FilteredNote.tsx'
import { bothOf, FoundContext } from './FoundContext.ts'
import { GraphActionsContext } from './GraphActions.ts'
import { GraphCanvas } from './GraphCanvas.tsx'
import { GraphSwitch } from './GraphSwitch.tsx'
import { createGraphViewStore, GraphViewContext } from './graphViewStore.ts'
import { useLaidOut } from './layout/useLaidOut.ts'
import { labelsOf, type LabelOf } from './model/labelsOf.ts'
import { topologyOf } from './model/topologyOf.ts'
import { narrowDag } from './narrowing/narrowDag.ts'
import { narrowingWords } from './narrowing/narrowingWords.ts'
import { NarrowedContext } from './narrowing/NarrowNote.tsx'
import { useCanvasSize } from './useCanvasSize.ts'
import { useMadeGraphActions } from './useMadeGraphActions.ts'

const NarrowMenu = lazy(async () => ({ default: (await import('./narrowing/NarrowMenu.tsx')).NarrowMenu }))
const NodeFilterMenu = lazy(async () => ({
  default: (await import('#src/records/nodeFilter/NodeFilterMenu.tsx')).NodeFilterMenu,
}))
const MemberPanel = lazy(async () => ({ default: (await import('./members/MemberPanel.tsx')).MemberPanel }))
const GraphOutline = lazy(async () => ({ default: (await import('./outline/GraphOutline.tsx')).GraphOutline }))

type Props = {
  readonly dag: DagReply
  /** Nodes that match the search; all others are dimmed. Undefined without a search or without matches. */
  readonly found: ReadonlySet<NodeId> | undefined
  readonly selected: NodeId | undefined
  readonly onOpen: (ref: NodeRef) => void
}

/**
 * The DAG of one run, as a picture or an outline: data in, view out. Rendered under `key={run_id}`, since hover and
 * focus belong to the run.
 */
export function DAGVisualization({ dag, found, selected, onOpen }: Props) {
  const { graph } = useRunViewState()
  const setViewState = useNavigation((state) => state.setViewState)
  const { only } = graph
  const { filter, setFilter } = useNodeFilter()
  const matching = useMemo(() => matchingNodes(dag.nodes, filter), [dag.nodes, filter])
  const standing = useMemo(() => bothOf(found, matching), [found, matching])
  const shown = useMemo(() => narrowDag(dag, only, selected), [dag, only, selected])
  const labelOf = useMemo(() => labelsOf(dag.nodes), [dag.nodes])
  const hasFailures = useMemo(() => dag.nodes.some(({ status }) => status === 'failed'), [dag.nodes])
  if (dag.nodes.length === 0) {
    return (
      <Notice title="This run has no nodes, so there is no graph to show.">
        {dag.events_without_node > 0 ? (
          <p>It has {plural(dag.events_without_node, 'event')} without a node. Open the timeline to see them.</p>
        ) : (
          <p>It has no events either. Only the run itself was recorded.</p>
        )}
      </Notice>
    )
  }
  const parts = () => {
    if (shown.nodes.length === 0)
      return (
        <div className={styles['nothing']}>
          <Notice
            title={
              only?.kind === 'failed'
                ? 'No failed nodes in this run.'
                : 'This run has no node with the id in this link.'
            }
            action={{
              label: 'Show all nodes',
              onClick: () => setViewState({ graph: { ...graph, only: undefined } }, 'push'),
            }}
          />
        </div>
      )
    if (graph.as === 'picture') return <DAGPicture dag={shown} labelOf={labelOf} selected={selected} onOpen={onOpen} />
    return (
      <Suspense fallback={<div className={styles['wait']} role="status" aria-label="Loading the outline" />}>
        <GraphOutline dag={shown} selected={selected} onOpen={onOpen} />
      </Suspense>
    )
  }
  return (
    <div className={styles['frame']} data-searched={standing !== undefined || undefined}>
      <div className={styles['head']}>
        <Suspense>
          <NodeFilterMenu nodes={dag.nodes} filter={filter} onFilter={setFilter} size={30} />
          <NarrowMenu hasFailures={hasFailures} selected={selected} labelOf={labelOf} />
        </Suspense>
        <GraphSwitch />
      </div>
      <NarrowedContext
        value={only && { words: narrowingWords(only, labelOf), shown: shown.nodes.length, all: dag.nodes.length }}
      >
        <FilteredContext value={matching && { matching: matching.size, all: dag.nodes.length }}>
          <FoundContext value={standing}>{parts()}</FoundContext>
        </FilteredContext>
      </NarrowedContext>
    </div>
  )
}

function DAGPicture({ dag, labelOf, selected, onOpen }: Omit<Props, 'found'> & { readonly labelOf: LabelOf }) {
  const setViewState = useNavigation((state) => state.setViewState)
  const { graph: viewState } = useRunViewState()
  const [view] = useState(() => createGraphViewStore(selected ?? dag.nodes[0]?.node_id))
  const graph = useMemo(() => topologyOf(dag), [dag])
  const place = useRef<HTMLDivElement>(null)
  const laid = useLaidOut(dag, graph.topology, viewState, selected, useCanvasSize(place))
  const actions = useMadeGraphActions(labelOf, view, onOpen)
  const closeMembers = () => {
    setViewState({ graph: { ...viewState, members: undefined } })
    // Return focus to the card that opened the list.
    const { focused } = view.getState()
    if (focused !== undefined)
      place.current
        ?.querySelector<HTMLElement>(`[data-card-id="${CSS.escape(focused)}"]`)
        ?.focus({ preventScroll: true })
  }
  return (
    <div ref={place} className={styles['place']}>
      {laid.kind === 'waiting' && <div className={styles['wait']} role="status" aria-label="Laying out the graph" />}
      {laid.kind === 'failed' && (
        <Notice tone="failure" title="The graph layout failed." action={{ label: 'Try again', onClick: laid.retry }}>
          <p>{laid.why} Open the outline to see the same graph as a list.</p>
        </Notice>
      )}
      {laid.kind === 'laid out' && (
        <GraphViewContext value={view}>
          <GraphActionsContext value={actions}>
            <ReactFlowProvider>
              <GraphCanvas nodes={dag.nodes} edges={graph.edges} laidOut={laid.laidOut} selected={selected} />
            </ReactFlowProvider>
            {viewState.members !== undefined && (
              <Suspense>
                <MemberPanel
                  key={viewState.members}
                  nodes={dag.nodes}
                  picture={laid.laidOut.picture}
                  member={viewState.members}
                  onClose={closeMembers}
                />
              </Suspense>
            )}
          </GraphActionsContext>
        </GraphViewContext>
      )}
    </div>
  )
}
