import type { NodeId, NodeRef } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { plural } from '#src/lib/format.ts'
import { useNavigation, useReading } from '#src/navigation/useNavigation.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { Notice } from '#src/ui/Notice.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { lazy, Suspense, useMemo, useState } from 'react'
import styles from './DAGVisualization.module.css'
import { GraphActionsContext, type GraphActions } from './GraphActions.ts'
import { GraphCanvas } from './GraphCanvas.tsx'
import { chooseDirection } from './layout/chooseDirection.ts'
import { GraphSwitch } from './GraphSwitch.tsx'
import { createGraphViewStore, GraphViewContext } from './graphViewStore.ts'
import { layoutQuery } from './layout/layoutQueries.ts'
import { topologyOf } from './model/topologyOf.ts'

const GraphOutline = lazy(async () => ({ default: (await import('./outline/GraphOutline.tsx')).GraphOutline }))

type Props = {
  readonly dag: DagReply
  readonly selected: NodeId | undefined
  readonly onOpen: (ref: NodeRef) => void
}

/** The DAG of one run, as a picture or as an outline: data in, view out. Rendered under `key={run_id}`, since hover and focus belong to the run. */
export function DAGVisualization({ dag, selected, onOpen }: Props) {
  const { graph } = useReading()
  const { run_id } = dag.scope
  if (dag.nodes.length === 0) {
    return (
      <Notice title="This run recorded no nodes, so there is no graph to draw.">
        {dag.events_without_node > 0 ? (
          <p>It has {plural(dag.events_without_node, 'event')} without a node: see the timeline.</p>
        ) : (
          <p>It has no events either: it was created, and nothing more of it was recorded.</p>
        )}
      </Notice>
    )
  }
  return (
    <div className={styles['frame']}>
      <GraphSwitch />
      {graph.as === 'picture' ? (
        <DAGPicture dag={dag} selected={selected} onOpen={onOpen} />
      ) : (
        <Suspense fallback={<div className={styles['wait']} role="status" aria-label="Loading the outline" />}>
          <GraphOutline dag={dag} selected={selected} onOpen={(node_id) => onOpen({ run_id, node_id })} />
        </Suspense>
      )}
    </div>
  )
}

function DAGPicture({ dag, selected, onOpen }: Props) {
  const wanted = usePreferences((state) => state.direction)
  const read = useNavigation((state) => state.read)
  const { messages } = useReading()
  const [view] = useState(() => createGraphViewStore(selected ?? dag.nodes[0]?.node_id))
  const topology = useMemo(() => topologyOf(dag), [dag])
  const direction = useMemo(() => (wanted === 'auto' ? chooseDirection(topology.topology) : wanted), [wanted, topology])
  const layout = useQuery(layoutQuery(dag, topology.topology, direction))
  const { run_id } = dag.scope
  const labels = useMemo(() => new Map(dag.nodes.map((node) => [node.node_id, nodeLabel(node)])), [dag.nodes])
  const actions = useMemo(
    (): GraphActions => ({
      selected,
      labelOf: (node_id) => labels.get(node_id) ?? visibleText(node_id),
      open: (node_id) => onOpen({ run_id, node_id }),
      readMessages: (from, to) =>
        read({ messages: { as: messages.as, between: { from, to }, message_id: undefined } }, 'push', 'messages'),
    }),
    [selected, labels, onOpen, run_id, read, messages.as],
  )
  if (!layout.data) return <div className={styles['wait']} role="status" aria-label="Laying out the graph" />
  // The canvas is keyed by what was laid out: another picture starts fitted, a mere change of status keeps the view.
  return (
    <GraphViewContext value={view}>
      <GraphActionsContext value={actions}>
        <ReactFlowProvider>
          <GraphCanvas
            key={`${dag.topology_hash} ${direction}`}
            nodes={dag.nodes}
            topology={topology}
            layout={layout.data}
            selected={selected}
          />
        </ReactFlowProvider>
      </GraphActionsContext>
    </GraphViewContext>
  )
}
