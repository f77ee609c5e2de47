import type { RunId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatCompact, formatCost, formatCount, plural } from '#src/lib/format.ts'
import { statusToken, type StatusTone } from '#src/theme/statusTokens.ts'
import { useQuery } from '@tanstack/react-query'
import { Fact } from './Fact.tsx'
import styles from './RunProgress.module.css'

type Props = { readonly run_id: RunId }

/** A run's progress: the number of nodes by status. */
export function RunProgress({ run_id }: Props) {
  const dag = useQuery(runQueries.dag(run_id))
  const nodes = dag.data?.nodes
  if (!nodes) return <span className="dim">{dag.error ? 'unknown' : '…'}</span>
  if (nodes.length === 0) return <span>no nodes</span>
  const parts = progressOf(nodes)
  const done = parts.reduce((sum, { tone, count }) => sum + (ENDED.has(tone) ? count : 0), 0)
  return (
    <span className={styles['progress']} title={parts.map(({ word, count }) => `${count} ${word}`).join(', ')}>
      <span className={styles['bar']} aria-hidden>
        {parts.map(({ word, tone, count }) => (
          <span key={word} style={{ flexGrow: count, background: colourOf(tone) }} />
        ))}
      </span>
      <span className="tabular">
        {formatCount(done)} of {plural(nodes.length, 'node')}
      </span>
    </span>
  )
}

const colourOf = (tone: StatusTone): string => `var(--rl-${tone === 'pending' ? 'border' : tone})`

const ENDED = new Set<StatusTone>(['completed', 'failed', 'skipped'])
const ORDER: readonly StatusTone[] = [
  'completed',
  'failed',
  'skipped',
  'running',
  'retrying',
  'approval',
  'paused',
  'unknown',
  'pending',
]

function progressOf(nodes: readonly EnrichedNode[]) {
  const counts = new Map<string, number>()
  for (const { status } of nodes) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .map(([status, count]) => ({ ...statusToken(status), count }))
    .sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone))
}

/** What a run spent, computed by the server from its model calls; nothing if nothing was recorded. */
export function RunCost({ run_id }: Props) {
  const { data } = useQuery(runQueries.summary(run_id))
  if (!data) return null
  const { input, output, cost_usd } = data.tokens
  const part = (count: number | null, word: string) => (count === null ? [] : [`${formatCompact(count)} ${word}`])
  const tokens = [...part(input, 'in'), ...part(output, 'out')].join(', ')
  const exact = `${formatCount(input ?? 0)} tokens in, ${formatCount(output ?? 0)} out, ${plural(data.calls.model.total, 'model call')}`
  return (
    <>
      {tokens !== '' && (
        <Fact name="Tokens">
          <span className="tabular" title={exact}>
            {tokens}
          </span>
        </Fact>
      )}
      {cost_usd !== null && (
        <Fact name="Cost">
          <span className="tabular">{formatCost(cost_usd)}</span>
        </Fact>
      )}
    </>
  )
}
