import type { EventId, NodeRef } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { topologicalOrder } from '#src/lib/topologicalOrder.ts'
import type { NodeTab } from '#src/navigation/location.ts'
import { useMaximised } from '#src/node/maximisedStore.ts'
import { DIALOG_WIDTH, usePreferences } from '#src/theme/preferencesStore.ts'
import { useNarrowScreen } from '#src/ui/hooks/useNarrowScreen.ts'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { CoveringLiveMark } from '#src/run/LiveMark.tsx'
import dockStyles from './dock.module.css'
import { useFocusReturn } from './useFocusReturn.ts'

const loadDialog = async () => ({ default: (await import('#src/node/NodeActionDialog.tsx')).NodeActionDialog })
const NodeActionDialog = lazy(loadDialog)
const NodeTimeline = lazy(async () => ({ default: (await import('#src/timeline/NodeTimeline.tsx')).NodeTimeline }))

type Props = {
  readonly nodeRef: NodeRef
  readonly tab: NodeTab
  readonly event_id: EventId | undefined
}

/**
 * The dock of the node dialog, beside the graph, which stays visible; on a narrow screen the dialog covers it. Rendered
 * under the node's key.
 */
export function NodeDock({ nodeRef, tab, event_id }: Props) {
  const width = usePreferences((state) => state.dialogWidth)
  const isNarrow = useNarrowScreen()
  const isMaximised = useMaximised()
  const dag = useQuery(runQueries.dag(nodeRef.run_id))
  const neighbours = useMemo(() => {
    const order = dag.data
      ? topologicalOrder(
          dag.data.nodes.map((node) => node.node_id),
          dag.data.edges,
        )
      : []
    const place = order.indexOf(nodeRef.node_id)
    const at = (index: number): NodeRef | undefined => {
      const node_id = place < 0 ? undefined : order[index]
      return node_id === undefined ? undefined : { run_id: nodeRef.run_id, node_id }
    }
    return { previous: at(place - 1), next: at(place + 1) }
  }, [dag.data, nodeRef])
  useFocusReturn(`[data-node-id="${CSS.escape(nodeRef.node_id)}"]`)
  return (
    <aside
      className={dockStyles['dock']}
      aria-label="Node"
      style={{ width, minWidth: DIALOG_WIDTH.min, maxWidth: DIALOG_WIDTH.max }}
    >
      <Suspense fallback={<div role="status" aria-label="Loading the node" />}>
        <NodeActionDialog
          nodeRef={nodeRef}
          tab={tab}
          event_id={event_id}
          neighbours={neighbours}
          liveMark={(isNarrow || isMaximised) && <CoveringLiveMark run_id={nodeRef.run_id} />}
          timeline={<NodeTimeline nodeRef={nodeRef} event_id={event_id} />}
        />
      </Suspense>
    </aside>
  )
}
