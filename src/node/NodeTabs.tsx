import { Tabs } from '@mantine/core'
import { Suspense, type ReactNode } from 'react'
import { nodeRefKey, type EventId, type NodeRef } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { formatCompact, plural } from '#src/lib/format.ts'
import { NODE_TABS, type NodeTab } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { useCutEdges } from '#src/ui/hooks/useCutEdges.ts'
import { EventsPanel } from './events/EventsPanel.tsx'
import { FilesPanel } from './files/FilesPanel.tsx'
import { MessagesPanel } from './messages/MessagesPanel.tsx'
import styles from './NodeTabs.module.css'
import { OverviewPanel } from './overview/OverviewPanel.tsx'

type Props = {
  readonly nodeRef: NodeRef
  readonly tab: NodeTab
  readonly event_id: EventId | undefined
  /** Undefined until the node is loaded; the labels have no counts until then. */
  readonly node: EnrichedNode | undefined
  readonly timeline: ReactNode
}

const isTab = (value: string | null): value is NodeTab => NODE_TABS.some((tab) => tab === value)

/** The five tabs. Only the active one is mounted, keyed by the node: no row of a previous node can outlive it. */
export function NodeTabs({ nodeRef, tab, event_id, node, timeline }: Props) {
  const setTab = useNavigation((state) => state.setTab)
  const cutEdges = useCutEdges()
  return (
    <Tabs
      value={tab}
      onChange={(value) => isTab(value) && setTab(value)}
      keepMounted={false}
      className={styles['tabs'] ?? ''}
    >
      <Tabs.List ref={cutEdges} className={styles['tabList'] ?? ''}>
        <Tabs.Tab value="overview">Overview</Tabs.Tab>
        <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
        <Tabs.Tab value="events" rightSection={<Counts of={node?.event_count} errors={node?.error_count} />}>
          Events
        </Tabs.Tab>
        <Tabs.Tab value="files" rightSection={<Counts of={node?.file_count} />}>
          Files
        </Tabs.Tab>
        <Tabs.Tab value="messages" rightSection={<Counts of={node?.message_count} />}>
          Messages
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={tab} key={nodeRefKey(nodeRef)} className={styles['panel'] ?? ''}>
        {tab === 'timeline' ? <Suspense>{timeline}</Suspense> : panelOf(tab, nodeRef, event_id)}
      </Tabs.Panel>
    </Tabs>
  )
}

function panelOf(tab: Exclude<NodeTab, 'timeline'>, nodeRef: NodeRef, event_id: EventId | undefined): ReactNode {
  switch (tab) {
    case 'overview':
      return <OverviewPanel nodeRef={nodeRef} />
    case 'events':
      return <EventsPanel nodeRef={nodeRef} event_id={event_id} />
    case 'files':
      return <FilesPanel nodeRef={nodeRef} />
    case 'messages':
      return <MessagesPanel nodeRef={nodeRef} />
  }
}

type CountsProps = { readonly of: number | undefined; readonly errors?: number | undefined }

function Counts({ of: count, errors = 0 }: CountsProps) {
  if (count === undefined) return null
  return (
    <>
      <span className={styles['count']} title={plural(count, 'row')}>
        {formatCompact(count)}
      </span>
      {errors > 0 && (
        <span className={styles['errors']}>
          <ErrorChip count={errors} />
        </span>
      )}
    </>
  )
}
