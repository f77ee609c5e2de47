import { plural, spoken } from '#src/lib/format.ts'
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
  const isNear = useGraphView((state) => (data ? touches(data, state.hovered) || touches(data, selected) : false))
  if (!data) return null
  const { route, labelAt, isBack, condition, message_count, dependency_type, isDerived } = data
  const path = edgePath(route)
  const arrow = `url(#${isNear ? 'rl-arrow-near' : 'rl-arrow'})`
  const label = condition === null ? isBack && 'cycle' : visibleText(condition)
  const place = labelAt ?? edgeMiddle(route)
  return (
    <>
      <g
        className={styles['edge']}
        data-type={dependency_type}
        data-derived={isDerived || undefined}
        data-back={isBack || undefined}
        data-near={isNear || undefined}
      >
        <title>{describe(data)}</title>
        <path className={styles['hit']} d={path} />
        {dependency_type === 'parallel' ? (
          <>
            <path className={styles['line']} d={path} />
            <path className={styles['core']} d={path} markerEnd={arrow} />
          </>
        ) : (
          <path className={styles['line']} d={path} markerEnd={arrow} />
        )}
      </g>
      {(label || message_count > 0) && (
        <EdgeLabelRenderer>
          <span
            className={styles['place']}
            style={{ transform: `translate(-50%, -50%) translate(${place.x}px, ${place.y}px)` }}
          >
            {label && (
              <span className={styles['label']} title={describe(data)}>
                {label}
              </span>
            )}
            {message_count > 0 && <EdgeMessages tie={data} />}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  )
})

type Tie = NonNullable<TieEdge['data']>

const ORIGIN_NOTE = {
  recorded: 'recorded',
  reconstructed: 'reconstructed from this run’s events',
  inferred: 'inferred: the same two nodes are tied in the run that the old database kept',
}

function describe({ edges, isBack }: Tie): string {
  const [edge] = edges
  if (!edge) return ''
  const lines =
    edges.length > 1
      ? [plural(edges.length, 'edge')]
      : [
          `${visibleText(edge.from_node_id)} → ${visibleText(edge.to_node_id)}`,
          `${visibleText(spoken(edge.dependency_type))}${edge.condition === null ? '' : `, if: ${visibleText(edge.condition)}`}`,
          ORIGIN_NOTE[edge.origin],
        ]
  return [...lines, ...(isBack ? ['closes a cycle'] : [])].join('\n')
}
