import type { EventId, NodeId, RunId } from '#contract/ids.ts'
import type { RunRow } from '#contract/summaries.ts'
import { ScopeViolationError } from '#src/api/errors.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatCompact, shortId } from '#src/lib/format.ts'
import { titleOf } from '#src/lib/titleOf.ts'
import { useConnection, useMovedTo, useRunStream } from '#src/live/RunLive.tsx'
import type { RunStream } from '#src/live/RunStream.ts'
import { RUN_VIEWS, type RunView as View } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { useCutEdges } from '#src/ui/hooks/useCutEdges.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { Skeleton, Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { MovedRun } from './MovedRun.tsx'
import { RunHeader } from './RunHeader.tsx'
import { RunTabContent } from './RunTabContent.tsx'
import styles from './RunView.module.css'

type Props = {
  readonly run_id: RunId
  /** The node open beside the run. */
  readonly selected: NodeId | undefined
  /** The open event, of that node or of none. */
  readonly event_id: EventId | undefined
}

const isView = (value: string | null): value is View => RUN_VIEWS.some((view) => view === value)

const LABELS: Readonly<Record<View, string>> = {
  overview: 'Overview',
  graph: 'Graph',
  timeline: 'Timeline',
  events: 'Events',
  files: 'Files',
  messages: 'Messages',
}

/** One run: its header and its active tab. Rendered under `key={run_id}`. */
export function RunView(props: Props) {
  const stream = useRunStream(props.run_id)
  const movedTo = useMovedTo(props.run_id)
  if (movedTo !== undefined) return <MovedRun run_id={props.run_id} to={movedTo} />
  return stream ? <FollowedRun {...props} stream={stream} /> : <WholeRun {...props} />
}

/** A frame with another run's rows discredits what the same server sent before it. */
function FollowedRun({ stream, ...props }: Props & { readonly stream: RunStream }) {
  const connection = useConnection(stream)
  if (connection.kind !== 'refused') return <WholeRun {...props} />
  return <FailureNotice what="Live updates for this run" error={connection.error} onRetry={() => stream.retry()} />
}

function WholeRun({ run_id, selected, event_id }: Props) {
  const view = useNavigation((state) => state.view)
  const setView = useNavigation((state) => state.setView)
  const detail = useQuery(runQueries.detail(run_id))
  const cutEdges = useCutEdges()
  if (detail.error && (!detail.data || detail.error instanceof ScopeViolationError)) {
    return <FailureNotice what={`Run ${shortId(run_id)}`} error={detail.error} onRetry={() => void detail.refetch()} />
  }
  return (
    <div className={styles['run']}>
      <title>{`${visibleText(titleOf(detail.data?.task_description ?? `Run ${shortId(run_id)}`))} · Runlens`}</title>
      {detail.data ? <RunHeader run={detail.data} /> : <HeaderSkeleton />}
      <Tabs
        value={view}
        onChange={(value) => isView(value) && setView(value)}
        keepMounted={false}
        className={styles['tabs'] ?? ''}
      >
        <Tabs.List ref={cutEdges} className={styles['tabList'] ?? ''}>
          {RUN_VIEWS.map((each) => (
            <Tabs.Tab key={each} value={each} rightSection={countOf(each, detail.data)}>
              {LABELS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={view} data-view={view} className={styles['panel'] ?? ''}>
          <RunTabContent run_id={run_id} view={view} selected={selected} event_id={event_id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

function countOf(view: View, run: RunRow | undefined): ReactNode {
  const count =
    run &&
    {
      events: run.event_count,
      files: run.file_count,
      messages: run.message_count,
      overview: undefined,
      graph: undefined,
      timeline: undefined,
    }[view]
  if (!run || count === undefined) return null
  return (
    <span className={styles['count']}>
      <span className={styles['number']}>{formatCompact(count)}</span>
      {view === 'events' && run.error_count > 0 && <ErrorChip count={run.error_count} />}
    </span>
  )
}

function HeaderSkeleton() {
  return (
    <div className={styles['headerSkeleton']} role="status" aria-label="Loading the run" data-search-comes>
      <Skeleton height={20} width="55%" />
      <Skeleton height={14} width="75%" />
    </div>
  )
}
