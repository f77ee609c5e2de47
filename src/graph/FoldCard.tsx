import { classNames } from '#src/lib/classNames.ts'
import { formatCompact, formatCost, formatCount, formatDuration, plural, spoken } from '#src/lib/format.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import type { NodeProps } from '@xyflow/react'
import { memo, useMemo } from 'react'
import styles from './DAGNode.module.css'
import own from './FoldCard.module.css'
import { foldFigures, type FoldFigures } from './folding/foldFigures.ts'
import { useStandsBack } from './FoundContext.ts'
import { useGraphActions } from './GraphActions.ts'
import { useGraphView, useGraphViewStore } from './graphViewStore.ts'
import type { FoldCardNode } from './model/toFlow.ts'
import { shortLabel } from './shortLabel.ts'

/** Nodes that play the same part, as one card. It is no node: a press lists its members, and only those open a dialog. */
export const FoldCard = memo(function FoldCard({ id, data }: NodeProps<FoldCardNode>) {
  const { label, rounds, drawnOut, nodes } = data.fold
  const figures = useMemo(() => foldFigures(nodes), [nodes])
  const { node_type, node_id: member } = nodes[0]
  const { members, openMembers } = useGraphActions()
  const view = useGraphViewStore()
  const isTabStop = useGraphView((state) => state.focused === id)
  const standsBack = useStandsBack(nodes)
  const { Icon } = nodeTypeToken(node_type)
  const [worst] = figures.statuses
  const many = rounds > 1 ? plural(rounds, 'round') : `× ${formatCount(figures.count)}`
  const states = figures.statuses.map(({ status, count }) => `${formatCount(count)} ${wordOf(status)}`).join(' · ')
  const facts = factsOf(figures)
  const beside = drawnOut > 0 ? `${formatCount(drawnOut)} drawn out` : undefined
  const hint = [
    `${visibleText(label)} ${many}`,
    rounds > 1 && plural(figures.count, 'node'),
    states,
    beside,
    ...facts.map(({ words }) => words),
    'A press lists the members.',
  ]
  return (
    <button
      type="button"
      className={classNames(styles['card'], own['fold'], 'nodrag nopan')}
      style={{ pointerEvents: 'all' }}
      data-card-id={id}
      data-tone={statusToken(worst?.status ?? '').tone}
      data-selected={members === member || undefined}
      data-back={standsBack || undefined}
      tabIndex={isTabStop ? 0 : -1}
      title={hint.filter(Boolean).join('\n')}
      onClick={() => openMembers(member)}
      onFocus={() => view.setState({ focused: id })}
      onMouseEnter={() => view.setState({ hovered: id })}
      onMouseLeave={() => view.setState({ hovered: undefined })}
    >
      <span className={classNames(styles['icon'], own['icon'])}>
        <Icon size={16} aria-hidden />
      </span>
      <span className={styles['text']}>
        <span className={classNames(styles['label'], own['name'])}>
          <bdi className="ellipsis">{shortLabel(visibleText(label))}</bdi>
          <span className={own['many']}>{many}</span>
          <span className="unseen">, folded {visibleText(spoken(node_type))} nodes, </span>
        </span>
        <FoldBar figures={figures} />
        <span className={classNames(styles['line'], 'tabular')}>
          <span className="ellipsis">
            {states}
            {beside !== undefined && ` · ${beside}`}
          </span>
        </span>
        <span className={classNames(styles['line'], own['facts'], 'dim tabular')}>
          <span className="ellipsis">{facts.map(({ short }) => short).join(' · ')}</span>
        </span>
      </span>
    </button>
  )
})

/** Shares of the states. What they are is said beside it: the bar alone is for the eye. */
const FoldBar = ({ figures }: { readonly figures: FoldFigures }) => (
  <span className={own['bar']} aria-hidden>
    {figures.statuses.map(({ status, count }) => (
      <span key={status} data-tone={statusToken(status).tone} style={{ flexGrow: count }} />
    ))}
  </span>
)

const wordOf = (status: string): string => visibleText(statusToken(status).word)

function factsOf({ total_ms, longest_ms, error_count, tokens, cost_usd }: FoldFigures) {
  return [
    error_count > 0 && { short: plural(error_count, 'error'), words: plural(error_count, 'error') },
    longest_ms !== undefined && {
      short: `max ${formatDuration(longest_ms)}`,
      words: `the longest took ${formatDuration(longest_ms)}`,
    },
    total_ms !== undefined && {
      short: `Σ ${formatDuration(total_ms)}`,
      words: `${formatDuration(total_ms)} in all`,
    },
    tokens !== undefined && { short: `${formatCompact(tokens)} tok`, words: plural(tokens, 'token') },
    cost_usd !== undefined && { short: formatCost(cost_usd), words: formatCost(cost_usd) },
  ].filter((fact) => fact !== false)
}
