import type { RunId } from '#contract/ids.ts'
import { runQueries } from '#src/api/runQueries.ts'
import { formatCompact, formatCost, formatCount, plural } from '#src/lib/format.ts'
import type { StatusTone } from '#src/theme/statusTokens.ts'
import { useQuery } from '@tanstack/react-query'
import { Fact } from './Fact.tsx'
import { nodeProgress, progressInWords } from './nodeProgress.ts'
import styles from './RunProgress.module.css'

type Props = { readonly run_id: RunId }

/** A run's progress: the number of nodes by status. */
export function RunProgress({ run_id }: Props) {
  const dag = useQuery(runQueries.dag(run_id))
  const nodes = dag.data?.nodes
  if (!nodes) return <span className="dim">{dag.error ? 'unknown' : '…'}</span>
  if (nodes.length === 0) return <span>no nodes</span>
  const parts = nodeProgress(nodes)
  return (
    <span className={styles['progress']} title={parts.map(({ word, count }) => `${count} ${word}`).join(', ')}>
      <span className={styles['bar']} aria-hidden>
        {parts.map(({ word, tone, count }) => (
          <span key={word} style={{ flexGrow: count, background: colourOf(tone) }} />
        ))}
      </span>
      <span className="tabular">{progressInWords(parts)}</span>
    </span>
  )
}

const colourOf = (tone: StatusTone): string => `var(--rl-${tone === 'pending' ? 'border' : tone})`

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
