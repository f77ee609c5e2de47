import type { RunId } from '#contract/ids.ts'
import { tokensOf, type RunOverview as Overview } from '#contract/runOverview.ts'
import type { EnrichedNode, RunRow } from '#contract/summaries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatCompact, formatCost, formatDuration, plural, UNKNOWN } from '#src/lib/format.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { PlaceLink } from '#src/navigation/PlaceLink.tsx'
import { ALL_EVENTS } from '#src/navigation/runViewState.ts'
import { useNavigation, useRunViewState } from '#src/navigation/useNavigation.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { PanelFace } from '#src/ui/controls/PanelFace.tsx'
import { BoundedText } from '#src/ui/viewers/text/BoundedText.tsx'
import { PlainText } from '#src/ui/viewers/text/PlainText.tsx'
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Answer } from './Answer.tsx'
import { usualMeasure } from './breakdown.ts'
import { BreakdownTable } from './BreakdownTable.tsx'
import { CallList } from './CallList.tsx'
import { LatestFiles } from './LatestFiles.tsx'
import { namedBreakdowns } from './namedBreakdowns.ts'
import { Outcome } from './Outcome.tsx'
import styles from './RunOverview.module.css'

type Props = { readonly run_id: RunId; readonly nodes: readonly EnrichedNode[] }

/** A run at a glance: what was asked, what came of it, and where its time, tokens and money went. */
export function RunOverview({ run_id, nodes }: Props) {
  const run = useQuery(runQueries.detail(run_id))
  const overview = useQuery(runQueries.overview(run_id))
  return (
    <div className={styles['page']}>
      <PanelFace what="The overview of this run" query={overview} skeleton={<OverviewSkeleton />}>
        {(data) => run.data && <Content run={run.data} overview={data} nodes={nodes} />}
      </PanelFace>
    </div>
  )
}

type ContentProps = {
  readonly run: RunRow
  readonly overview: Overview
  readonly nodes: readonly EnrichedNode[]
}

function Content({ run, overview, nodes }: ContentProps) {
  const { run_id } = run
  const labels = useMemo(() => new Map(nodes.map((node) => [node.node_id, nodeLabel(node)])), [nodes])
  const { measure } = useRunViewState().overview
  const openNode = useNavigation((state) => state.openNode)
  const setViewState = useNavigation((state) => state.setViewState)
  const breakdowns = namedBreakdowns(overview, labels, {
    openNode,
    listEventsOfAgent: (agent) => setViewState({ events: { ...ALL_EVENTS, agents: [agent] } }, 'push', 'events'),
  })
  const shown = measure ?? usualMeasure(overview.by_node.rows)
  return (
    <>
      <div className={styles['columns']}>
        <section>
          <h2>Task</h2>
          <Task task={run.task_description} />
        </section>
        <Outcome run={run} labels={labels} />
      </div>
      <Answer overview={overview} labels={labels} />
      {breakdowns.map((breakdown) => (
        <BreakdownTable
          key={breakdown.title}
          breakdown={breakdown}
          measure={shown}
          onMeasure={(by) => setViewState({ overview: { measure: by } })}
        />
      ))}
      <div className={styles['columns']}>
        <CallList
          title="Slowest calls"
          calls={overview.slowest}
          labels={labels}
          figureOf={({ duration_ms }) => formatDuration(duration_ms)}
        />
        <CallList title="Most expensive calls" calls={overview.dearest} labels={labels} figureOf={priceOf} />
        <LatestFiles run_id={run_id} />
        <section>
          <h2>Integrity</h2>
          <Findings run={run} />
        </section>
      </div>
    </>
  )
}

function Task({ task }: { readonly task: string | null }) {
  if (task === null || task.trim() === '') return <p className="dim">No task was recorded.</p>
  return <BoundedText text={visibleText(task)}>{(shown) => <PlainText text={shown} face="prose" />}</BoundedText>
}

function Findings({ run: { run_id, finding_count } }: { readonly run: RunRow }) {
  if (finding_count === null) return <p className="dim">This run is still being checked.</p>
  if (finding_count === 0) return <p>No problems found in this run.</p>
  return (
    <p>
      <PlaceLink to={{ kind: 'integrity', run_id }}>{plural(finding_count, 'finding')}</PlaceLink>: mixed rows, broken
      references or contradictions.
    </p>
  )
}

/** The cost, or the tokens where no cost is known. */
function priceOf(call: Overview['dearest'][number]): string {
  if (call.cost_usd !== null) return formatCost(call.cost_usd)
  const tokens = tokensOf(call)
  return tokens === null ? UNKNOWN : `${formatCompact(tokens)} tokens`
}

const OverviewSkeleton = () => (
  <div className={styles['skeleton']}>
    <Skeleton height={96} />
    <Skeleton height={140} />
    <Skeleton height={220} />
  </div>
)
