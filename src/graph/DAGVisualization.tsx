import type { NodeId, NodeRef } from '#contract/ids.ts'
import type { DagReply } from '#contract/scoped.ts'
import { plural } from '#src/lib/format.ts'
import { usePreferences } from '#src/theme/preferencesStore.ts'
import { Notice } from '#src/ui/Notice.tsx'
import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useMemo, useState } from 'react'
import styles from './DAGVisualization.module.css'
import { GraphActionsContext } from './GraphActions.ts'
import { GraphCanvas } from './GraphCanvas.tsx'
import { chooseDirection } from './layout/chooseDirection.ts'
import { createGraphViewStore, GraphViewContext } from './graphViewStore.ts'
import { layoutQuery } from './layout/layoutQueries.ts'
import { topologyOf } from './model/topologyOf.ts'

type Props = {
  readonly dag: DagReply
  readonly selected: NodeId | undefined
  readonly onOpen: (ref: NodeRef) => void
}

/** The DAG of one run: data in, picture out. Rendered under `key={run_id}`, since hover and focus belong to the run. */
export function DAGVisualization({ dag, selected, onOpen }: Props) {
  const wanted = usePreferences((state) => state.direction)
  const [view] = useState(() => createGraphViewStore(selected ?? dag.nodes[0]?.node_id))
  const topology = useMemo(() => topologyOf(dag), [dag])
  const direction = useMemo(() => (wanted === 'auto' ? chooseDirection(topology.topology) : wanted), [wanted, topology])
  const layout = useQuery({ ...layoutQuery(dag, topology.topology, direction), enabled: dag.nodes.length > 0 })
  const { run_id } = dag.scope
  const actions = useMemo(
    () => ({ selected, open: (node_id: NodeId) => onOpen({ run_id, node_id }) }),
    [selected, onOpen, run_id],
  )
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
