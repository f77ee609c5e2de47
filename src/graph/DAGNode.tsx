import type { EnrichedNode } from '#contract/summaries.ts'
import { classNames } from '#src/lib/classNames.ts'
import { formatCompact, formatDuration, plural, spoken, UNKNOWN } from '#src/lib/format.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { StatusMark } from '#src/ui/StatusMark.tsx'
import { visibleText } from '#src/ui/visibleText.ts'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import styles from './DAGNode.module.css'
import { useStandsBack } from './FoundContext.ts'
import { useGraphActions } from './GraphActions.ts'
import { useGraphView, useGraphViewStore } from './graphViewStore.ts'
import type { CardNode } from './model/toFlow.ts'
import { shortLabel } from './shortLabel.ts'

/**
 * One node as a card. The card is a real button of ours inside React Flow's wrapper: React Flow's own Enter only selects
 * and never opens. `nopan nodrag` keep its gestures from swallowing the click, and pointer events are given back because
 * React Flow takes them from nodes that are neither draggable nor selectable. Its name is its own text, seen and unseen.
 */
export const DAGNode = memo(function DAGNode({ data, sourcePosition, targetPosition }: NodeProps<CardNode>) {
  const { node } = data
  const { selected, open } = useGraphActions()
  const view = useGraphViewStore()
  const isTabStop = useGraphView((state) => state.focused === node.node_id)
  const standsBack = useStandsBack([node])
  const label = nodeLabel(node)
  const { Icon } = nodeTypeToken(node.node_type)
  const { tone, turns } = statusToken(node.status)
  // What still runs has no duration yet: its events so far tell less than they seem to.
  const duration = turns || node.duration_ms === null ? undefined : formatDuration(node.duration_ms)
  return (
    <>
      <Handle type="target" position={targetPosition ?? Position.Left} isConnectable={false} />
      <button
        type="button"
        className={classNames(styles['card'], 'nodrag nopan')}
        style={{ pointerEvents: 'all' }}
        data-card-id={node.node_id}
        data-node-id={node.node_id}
        data-tone={tone}
        data-origin={node.origin}
        data-running={turns || undefined}
        data-selected={selected === node.node_id || undefined}
        data-back={standsBack || undefined}
        tabIndex={isTabStop ? 0 : -1}
        aria-haspopup="dialog"
        title={hint(node)}
        onClick={() => open(node.node_id)}
        onFocus={() => view.setState({ focused: node.node_id })}
        onMouseEnter={() => view.setState({ hovered: node.node_id })}
        onMouseLeave={() => view.setState({ hovered: undefined })}
      >
        <span className={styles['icon']}>
          <Icon size={16} aria-hidden />
        </span>
        <span className={styles['text']}>
          <span className={classNames(styles['label'], 'ellipsis')}>
            <bdi>{shortLabel(label)}</bdi>
            <span className="unseen">, {visibleText(spoken(node.node_type))} node, </span>
          </span>
          <span className={classNames(styles['line'], 'tabular')}>
            <StatusMark status={node.status} size={13} />
            {duration !== undefined && <span className="dim">{duration}</span>}
          </span>
          <span className={classNames(styles['line'], 'dim tabular')}>
            {node.agent !== null && (
              <span className="ellipsis">
                <bdi>{visibleText(node.agent)}</bdi>
              </span>
            )}
            <span>{plural(node.event_count, 'event')}</span>
          </span>
        </span>
        {node.error_count > 0 && (
          <span className={classNames(styles['errors'], 'tabular')} title={plural(node.error_count, 'error')}>
            {formatCompact(node.error_count)}
            <span className="unseen"> {node.error_count === 1 ? 'error' : 'errors'}</span>
          </span>
        )}
      </button>
      <Handle type="source" position={sourcePosition ?? Position.Right} isConnectable={false} />
    </>
  )
})

const ORIGIN_NOTE = {
  recorded: undefined,
  reconstructed: 'Reconstructed from this run’s own events: the old database kept no row of it.',
  inferred: 'Inferred: no row of this node was recorded.',
}

function hint(node: EnrichedNode): string {
  const { word } = statusToken(node.status)
  return [
    `${nodeLabel(node)} (${visibleText(node.node_id)})`,
    `${visibleText(spoken(node.node_type))} · ${word} · ${node.duration_ms === null ? UNKNOWN : formatDuration(node.duration_ms)}`,
    `${plural(node.event_count, 'event')}, ${plural(node.file_count, 'file')}, ${plural(node.message_count, 'message')}`,
    ORIGIN_NOTE[node.origin],
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
