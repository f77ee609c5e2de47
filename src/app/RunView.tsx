import type { NodeId, RunId } from '#contract/ids.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { shortId } from '#src/lib/format.ts'
import { RUN_VIEWS, type RunView as View } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { FailureNotice } from '#src/ui/FailureNotice.tsx'
import { Skeleton, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { RunHeader } from './RunHeader.tsx'
import styles from './RunView.module.css'

// Fetched at once, beside the first requests, but not counted among what the first paint waits for.
const graph = import('#src/graph/DAGVisualization.tsx')
const DAGVisualization = lazy(async () => ({ default: (await graph).DAGVisualization }))
const RunTimeline = lazy(async () => ({ default: (await import('#src/timeline/RunTimeline.tsx')).RunTimeline }))

type Props = { readonly run_id: RunId; readonly selected: NodeId | undefined }

const isView = (value: string | null): value is View => RUN_VIEWS.some((view) => view === value)

/** One run: its header, and its graph or its timeline. Rendered under `key={run_id}`. */
export function RunView({ run_id, selected }: Props) {
  const view = useNavigation((state) => state.view)
  const setView = useNavigation((state) => state.setView)
  const detail = useQuery(runQueries.detail(run_id))
  if (detail.error && (!detail.data || detail.error instanceof ScopeViolationError)) {
    return <FailureNotice what={`Run ${shortId(run_id)}`} error={detail.error} onRetry={() => void detail.refetch()} />
  }
  return (
    <div className={styles['run']}>
      <title>{`${detail.data?.task_description ?? `Run ${shortId(run_id)}`} · Runlens`}</title>
      {detail.data ? <RunHeader run={detail.data} /> : <HeaderSkeleton />}
      <Tabs
        value={view}
        onChange={(value) => isView(value) && setView(value)}
        keepMounted={false}
        className={styles['tabs'] ?? ''}
      >
        <Tabs.List className={styles['tabList'] ?? ''}>
          <Tabs.Tab value="graph">Graph</Tabs.Tab>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={view} className={styles['panel'] ?? ''}>
          <RunPicture run_id={run_id} view={view} selected={selected} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

type PictureProps = Props & { readonly view: View }

function RunPicture({ run_id, view, selected }: PictureProps) {
  const dag = useQuery(runQueries.dag(run_id))
  const openNode = useNavigation((state) => state.openNode)
  const openEvent = useNavigation((state) => state.openEvent)
  if (dag.error && (!dag.data || dag.error instanceof ScopeViolationError)) {
    return <FailureNotice what="The graph of this run" error={dag.error} onRetry={() => void dag.refetch()} />
  }
  if (!dag.data) return <Waiting what="the graph" />
  switch (view) {
    case 'graph':
      return (
        <Suspense fallback={<Waiting what="the graph" />}>
          <DAGVisualization dag={dag.data} selected={selected} onOpen={openNode} />
        </Suspense>
      )
    case 'timeline':
      return (
        <Suspense fallback={<Waiting what="the timeline" />}>
          <RunTimeline
            run_id={run_id}
            nodes={dag.data.nodes}
            edges={dag.data.edges}
            selected={selected}
            onOpenNode={openNode}
            onOpenEvent={openEvent}
          />
        </Suspense>
      )
  }
}

function Waiting({ what }: { readonly what: string }) {
  return (
    <div className={styles['waiting']} role="status" aria-label={`Loading ${what}`}>
      <Skeleton height={64} width={220} />
      <Skeleton height={64} width={220} />
      <Skeleton height={64} width={220} />
    </div>
  )
}

function HeaderSkeleton() {
  return (
    <div className={styles['headerSkeleton']} role="status" aria-label="Loading the run">
      <Skeleton height={20} width="55%" />
      <Skeleton height={14} width="75%" />
    </div>
  )
}
