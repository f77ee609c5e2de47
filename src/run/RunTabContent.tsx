import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import type { RunView } from '#src/navigation/location.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import styles from './RunTabContent.module.css'
import { useFoundNodes } from './useFoundNodes.ts'

// Loaded immediately, in parallel with the first requests, but not part of what the first paint waits for.
const graph = import('#src/graph/DAGVisualization.tsx')
const DAGVisualization = lazy(async () => ({ default: (await graph).DAGVisualization }))
const RunOverview = lazy(async () => ({ default: (await import('./overview/RunOverview.tsx')).RunOverview }))
const RunTimeline = lazy(async () => ({ default: (await import('#src/timeline/RunTimeline.tsx')).RunTimeline }))
const RunEvents = lazy(async () => ({ default: (await import('./RunEvents.tsx')).RunEvents }))
const RunFiles = lazy(async () => ({ default: (await import('./RunFiles.tsx')).RunFiles }))
const RunMessages = lazy(async () => ({ default: (await import('#src/messages/RunMessages.tsx')).RunMessages }))

type Props = {
  readonly run_id: RunId
  readonly view: RunView
  readonly selected: NodeId | undefined
  readonly event_id: EventId | undefined
}

/** The active tab of a run. All tabs show node names, so they all wait for the graph, which is loaded once. */
export function RunTabContent({ run_id, view, selected, event_id }: Props) {
  const dag = useQuery(runQueries.dag(run_id))
  const openNode = useNavigation((state) => state.openNode)
  // Subscribe to the search text only: dragging a window must not render this.
  const find = useNavigation(({ selection }) => viewStateOf(selection).find)
  const found = useFoundNodes(run_id, view === 'graph' ? find : '', dag.data?.nodes)
  if (dag.error && (!dag.data || dag.error instanceof ScopeViolationError)) {
    return <FailureNotice what="The graph of this run" error={dag.error} onRetry={() => void dag.refetch()} />
  }
  if (!dag.data) return <Waiting view={view} />
  const { nodes, edges } = dag.data
  const picture = () => {
    switch (view) {
      case 'overview':
        return <RunOverview run_id={run_id} nodes={nodes} />
      case 'graph':
        return <DAGVisualization dag={dag.data} found={found} selected={selected} onOpen={openNode} />
      case 'timeline':
        return <RunTimeline run_id={run_id} nodes={nodes} edges={edges} selected={selected} event_id={event_id} />
      case 'events':
        return <RunEvents run_id={run_id} nodes={nodes} selected={selected} event_id={event_id} />
      case 'files':
        return <RunFiles run_id={run_id} nodes={nodes} />
      case 'messages':
        return <RunMessages run_id={run_id} nodes={nodes} />
    }
  }
  return <Suspense fallback={<Waiting view={view} />}>{picture()}</Suspense>
}

function Waiting({ view }: { readonly view: RunView }) {
  return (
    <div className={styles['waiting']} role="status" aria-label={`Loading the ${view}`}>
      <Skeleton height={64} width={220} />
      <Skeleton height={64} width={220} />
      <Skeleton height={64} width={220} />
    </div>
  )
}
