import type { DAGEdge as Tie } from '#contract/entities.ts'
import { spoken } from '#src/lib/format.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import styles from './DAGEdge.module.css'
import { EdgeMessages } from './EdgeMessages.tsx'
import { edgeMiddle, edgePath } from './edgePath.ts'
import { useGraphActions } from './GraphActions.ts'
import { useGraphView } from './graphViewStore.ts'
import { touches, type TieEdge } from './model/toFlow.ts'

/**
 * One dependency: its type by the form of the line (single, double, with a condition), its origin by dashes, an edge that
 * closes a cycle by colour and word. The whole is told on hover. Where messages went along it, their number opens them.
 */
export const DAGEdge = memo(function DAGEdge({ data }: EdgeProps<TieEdge>) {
  const { selected } = useGraphActions()
  const isNear = useGraphView((state) =>
    data ? touches(data.edge, state.hovered) || touches(data.edge, selected) : false,
  )
  if (!data) return null
  const { edge, route, labelAt, isBack } = data
  const path = edgePath(route)
  const arrow = `url(#${isNear ? 'rl-arrow-near' : 'rl-arrow'})`
  const label = edge.condition === null ? isBack && 'cycle' : visibleText(edge.condition)
  const place = labelAt ?? edgeMiddle(route)
  return (
    <>
      <g
        className={styles['edge']}
        data-type={edge.dependency_type}
        data-origin={edge.origin}
        data-back={isBack || undefined}
        data-near={isNear || undefined}
      >
        <title>{describe(edge, isBack)}</title>
        <path className={styles['hit']} d={path} />
        {edge.dependency_type === 'parallel' ? (
          <>
            <path className={styles['line']} d={path} />
            <path className={styles['core']} d={path} markerEnd={arrow} />
          </>
        ) : (
          <path className={styles['line']} d={path} markerEnd={arrow} />
        )}
      </g>
      {(label || edge.message_count > 0) && (
        <EdgeLabelRenderer>
          <span
            className={styles['place']}
            style={{ transform: `translate(-50%, -50%) translate(${place.x}px, ${place.y}px)` }}
          >
            {label && (
              <span className={styles['label']} title={describe(edge, isBack)}>
                {label}
              </span>
            )}
            {edge.message_count > 0 && <EdgeMessages edge={edge} />}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
})

const ORIGIN_NOTE = {
  recorded: 'recorded',
  reconstructed: 'reconstructed from this run’s events',
  inferred: 'inferred: the same two nodes are tied in the run that the old database kept',
}

function describe(edge: Tie, isBack: boolean): string {
  return [
    `${visibleText(edge.from_node_id)} → ${visibleText(edge.to_node_id)}`,
    `${visibleText(spoken(edge.dependency_type))}${edge.condition === null ? '' : `, if: ${visibleText(edge.condition)}`}`,
    ORIGIN_NOTE[edge.origin],
    isBack ? 'closes a cycle' : undefined,
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
