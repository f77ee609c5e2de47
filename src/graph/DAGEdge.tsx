import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import styles from './DAGEdge.module.css'
import { edgePath } from './edgePath.ts'
import { tieHint } from './faces/tieHint.ts'
import { useOfSelected } from './GraphActions.ts'
import { useGraphView } from './graphViewStore.ts'
import { isTagged, touches } from './model/tieData.ts'
import type { TieEdge } from './model/toFlow.ts'
import { TieTag } from './TieTag.tsx'

/**
 * One dependency. The line style shows its type (single, double, with a condition), dashes its origin, and colour and a
 * word mark an edge that closes a cycle. Hovering shows the details. If messages were sent along it, their count opens
 * them.
 */
export const DAGEdge = memo(function DAGEdge({ data }: EdgeProps<TieEdge>) {
  const isHovered = useGraphView(({ hovered }) => data !== undefined && touches(data, hovered))
  const isSelected = useOfSelected((selected) => data !== undefined && touches(data, selected))
  if (!data) return null
  const isNear = isHovered || isSelected
  const { route, isBack, dependency_type, isDerived } = data
  const path = edgePath(route)
  const arrow = `url(#${isNear ? 'rl-arrow-near' : 'rl-arrow'})`
  return (
    <>
      <g
        className={styles['edge']}
        data-type={dependency_type}
        data-derived={isDerived || undefined}
        data-back={isBack || undefined}
        data-near={isNear || undefined}
      >
        <title>{tieHint(data)}</title>
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
      {isTagged(data) && (
        <EdgeLabelRenderer>
          <TieTag tie={data} />
        </EdgeLabelRenderer>
      )}
    </>
  )
})
