import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { NodeRef } from '#contract/ids.ts'
import type { ExecutionSummary } from '#contract/summaries.ts'
import { nodeQueries } from '#src/api/nodeQueries.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { AgentTable } from './AgentTable.tsx'
import { ErrorList } from './ErrorList.tsx'
import { keyFigures } from './keyFigures.ts'
import styles from './OverviewPanel.module.css'
import { TallyBars } from './TallyBars.tsx'

/** The metrics of one node in one run; errors first. */
export function OverviewPanel({ nodeRef }: { readonly nodeRef: NodeRef }) {
  const query = useQuery(nodeQueries.summary(nodeRef))
  return (
    <div className={styles['panel']}>
      <PanelFace what="The overview of this node" query={query} skeleton={<OverviewSkeleton />}>
        {(summary) => <Overview nodeRef={nodeRef} summary={summary} />}
      </PanelFace>
    </div>
  )
}

function Overview({ nodeRef, summary }: { readonly nodeRef: NodeRef; readonly summary: ExecutionSummary }) {
  if (summary.events.total + summary.files.total + summary.messages.total === 0)
    return (
      <Notice title="Nothing recorded.">
        <p>This node has no events, files or messages in this run.</p>
      </Notice>
    )
  return (
    <>
      {summary.errors.total > 0 && <ErrorList nodeRef={nodeRef} errors={summary.errors} />}
      <section>
        <h3 className="unseen">Key figures</h3>
        <dl className={styles['figures']}>
          {keyFigures(summary).map(({ name, value, hint }) => (
            <div key={name} title={hint}>
              <dt>{name}</dt>
              <dd className={value === undefined ? styles['unknown'] : undefined}>{value ?? 'not recorded'}</dd>
            </div>
          ))}
        </dl>
      </section>
      <TallyBars title="Events by type" tally={summary.events.by_type} kind="event" />
      {summary.agents.length > 0 && <AgentTable agents={summary.agents} />}
      <TallyBars title="Models" tally={summary.models} kind="plain" />
      <TallyBars title="Files by type" tally={summary.files.by_type} kind="plain" />
    </>
  )
}

function OverviewSkeleton() {
  return (
    <div className={styles['skeleton']}>
      <Skeleton height={150} />
      <Skeleton height={120} />
      <Skeleton height={96} />
    </div>
  )
}
