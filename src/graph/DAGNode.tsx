import { refOf } from '#contract/ids.ts'
import { classNames } from '#src/lib/classNames.ts'
import { formatCompact, plural, spoken } from '#src/lib/format.ts'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { Handle, Position, type NodeProps } from '@xyflow/react'
import { memo } from 'react'
import cardStyles from './card.module.css'
import styles from './DAGNode.module.css'
import { nodeFace, nodeHint } from './faces/nodeFace.ts'
import { useStandsBack } from './FoundContext.ts'
import { useGraphActions, useOfSelected } from './GraphActions.ts'
import { useGraphView, useGraphViewStore } from './graphViewStore.ts'
import type { CardNode } from './model/toFlow.ts'
import { useTakenFocus } from './useTakenFocus.ts'

/**
 * One node as a card. The card is our own button inside React Flow's wrapper, because React Flow's Enter only selects
 * and never opens. `nopan nodrag` stops React Flow's gestures from swallowing the click. Pointer events are re-enabled
 * because React Flow disables them on nodes that are neither draggable nor selectable. The accessible name is the
 * card's text, visible and hidden.
 */
export const DAGNode = memo(function DAGNode({ data, sourcePosition, targetPosition }: NodeProps<CardNode>) {
  const { node } = data
  const { open } = useGraphActions()
  const isSelected = useOfSelected((selected) => selected === node.node_id)
  const view = useGraphViewStore()
  const isTabStop = useGraphView((state) => state.focused === node.node_id)
  const standsBack = useStandsBack([node])
  const button = useTakenFocus(node.node_id)
  const { label, Icon, tone, turns, duration, agent, events } = nodeFace(node)
  return (
    <>
      <Handle type="target" position={targetPosition ?? Position.Left} isConnectable={false} />
      <button
        ref={button}
        type="button"
        className={classNames(cardStyles['card'], 'nodrag nopan')}
        style={{ pointerEvents: 'all' }}
        data-card-id={node.node_id}
        data-node-id={node.node_id}
        data-tone={tone}
        data-origin={node.origin}
        data-running={turns || undefined}
        data-selected={isSelected || undefined}
        data-back={standsBack || undefined}
        tabIndex={isTabStop ? 0 : -1}
        aria-haspopup="dialog"
        title={nodeHint(node)}
        onClick={() => open(refOf(node))}
        onFocus={() => view.setState({ focused: node.node_id })}
        onMouseEnter={() => view.setState({ hovered: node.node_id })}
        onMouseLeave={() => view.setState({ hovered: undefined })}
      >
        <span className={cardStyles['icon']}>
          <Icon size={16} aria-hidden />
        </span>
        <span className={cardStyles['text']}>
          <span dir="auto" className={classNames(cardStyles['label'], 'ellipsis')}>
            {label}
            <span className="unseen">, {visibleText(spoken(node.node_type))} node, </span>
          </span>
          <span className={classNames(cardStyles['line'], 'tabular')}>
            <StatusMark status={node.status} size={13} />
            {duration !== undefined && <span className="dim">{duration}</span>}
          </span>
          <span className={classNames(cardStyles['line'], 'dim tabular')}>
            {agent !== undefined && (
              <span className="ellipsis">
                <bdi>{agent}</bdi>
              </span>
            )}
            <span>{events}</span>
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
