import { Skeleton } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { NodeRef } from '#contract/ids.ts'
import type { NodeReply } from '#contract/scoped.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import type { Timestamp } from '#contract/timestamps.ts'
import { formatClock, formatDuration, formatExact, formatDay, formatMinute, spoken } from '#src/lib/format.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { CopyableId } from '#src/ui/controls/CopyableId.tsx'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { useOpeningFocus } from '#src/ui/hooks/useOpeningFocus.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import styles from './DialogHeader.module.css'
import { Explained } from './Explained.tsx'
import { originInWords } from './nodeWords.ts'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { ScopeReceipt } from './ScopeReceipt.tsx'

type Props = {
  readonly nodeRef: NodeRef
  readonly headingId: string
  readonly query: UseQueryResult<NodeReply>
  readonly liveMark: ReactNode
  readonly tools: ReactNode
}

/**
 * The node and its run, the status and the receipt. The heading takes the focus when the dialog opens, unless a
 * search opened it.
 */
export function DialogHeader({ nodeRef, headingId, query, liveMark, tools }: Props) {
  const headingRef = useOpeningFocus()
  // A reply that was refused, or failed to refetch, says nothing about this node.
  const node = query.error ? undefined : query.data?.item
  const { Icon } = nodeTypeToken(node?.node_type ?? '')
  const label = visibleText(node?.label || nodeRef.node_id)
  return (
    <header className={styles['header']}>
      <div className={styles['titleRow']}>
        <h2 id={headingId} ref={headingRef} tabIndex={-1} className={styles['title']} title={label}>
          <Icon size={17} aria-hidden />
          <span dir="auto" className="ellipsis">
            {label}
          </span>
        </h2>
        <span className={styles['live']}>{liveMark}</span>
        {tools}
      </div>
      <PanelFace what="The details of this node" query={query} skeleton={<FactsSkeleton />}>
        {(reply) => <Facts reply={reply} />}
      </PanelFace>
    </header>
  )
}

function Facts({ reply }: { readonly reply: NodeReply }) {
  const node = reply.item
  const origin = originInWords(node.origin)
  return (
    <>
      <div className={styles['facts']}>
        <StatusMark status={node.status} />
        <span>{visibleText(spoken(node.node_type))}</span>
        {node.agent && (
          <span className={styles['agent']} title={visibleText(node.agent)}>
            {visibleText(node.agent)}
          </span>
        )}
        <Times node={node} />
      </div>
      <div className={styles['ids']}>
        <span>
          node <CopyableId what="node id" id={node.node_id} />
        </span>
        <span>
          run <CopyableId what="run id" id={node.run_id} />
        </span>
        {origin && (
          <Explained about={origin.whole} className={styles['origin']} short={origin.short}>
            {origin.whole}
          </Explained>
        )}
      </div>
      <ScopeReceipt reply={reply} />
    </>
  )
}

/** The node's own times, or else those of its first and last event. */
function Times({ node }: { readonly node: EnrichedNode }) {
  const start = node.started_at ?? node.first_event_at
  const end = node.completed_at ?? (node.started_at === null ? node.last_event_at : null)
  if (start === null) return <span className="dim">no times recorded</span>
  return (
    <span className={styles['times']}>
      <Moment at={start} form="minute" />
      <ArrowRight size={12} aria-label="to" />
      {end === null ? <span>no end recorded</span> : <End at={end} start={start} />}
      {node.duration_ms !== null && <strong>{formatDuration(node.duration_ms)}</strong>}
    </span>
  )
}

/** Includes the date if it differs from the start's. */
function End({ at, start }: { readonly at: Timestamp; readonly start: Timestamp }) {
  const isSameDay = formatDay(at) === formatDay(start)
  return (
    <time dateTime={at} title={formatExact(at)}>
      {isSameDay ? formatClock(at).slice(0, 8) : formatMinute(at)}
    </time>
  )
}

function FactsSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={14} width="62%" />
      <Skeleton height={14} width="48%" />
      <Skeleton height={14} width="78%" />
    </div>
  )
}
