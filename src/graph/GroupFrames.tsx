import type { EnrichedNode } from '#contract/summaries.ts'
import { useNavigation, useReading } from '#src/navigation/useNavigation.ts'
import { TextButton } from '#src/ui/TextButton.tsx'
import { ViewportPortal } from '@xyflow/react'
import { useMemo } from 'react'
import { frameName, openedWithout, type Picture } from './folding/Picture.ts'
import styles from './GroupFrames.module.css'
import type { GraphLayout } from './layout/GraphLayout.ts'
import { labelsOf } from './model/labelsOf.ts'

type Props = {
  readonly nodes: readonly EnrichedNode[]
  readonly picture: Picture
  readonly layout: GraphLayout
}

/** What stands behind the cards of groups: one frame around the members of each, named by the node that they name as their parent. What was opened folds again at its frame. */
export function GroupFrames({ nodes, picture, layout }: Props) {
  const { graph } = useReading()
  const read = useNavigation((state) => state.read)
  const labelOf = useMemo(() => labelsOf(nodes), [nodes])
  const { cards, kindred, ids } = picture
  const frames = layout.frames.flatMap(({ leader, x, y, width, height }) => {
    const card = cards[leader]
    const id = ids[leader]
    if (!card || id === undefined) return []
    const node = card.kind === 'node' ? card.node : (card.members[0] ?? 0)
    const name = frameName(picture, leader, labelOf)
    const above = kindred.tree?.above[kindred.classOf[node] ?? 0] ?? -1
    const opened = picture.opened.find(({ place }) => place === above)
    return { id, name, opened, x, y, width, height }
  })
  if (frames.length === 0) return null
  return (
    <ViewportPortal>
      {frames.map(({ id, name, opened, x, y, width, height }) => (
        <div
          key={id}
          role="group"
          aria-label={`Group ${name}`}
          className={styles['frame']}
          style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
        >
          <span className={styles['name']} title={name}>
            <bdi className="ellipsis">{name}</bdi>
            {opened && (
              <TextButton onClick={() => read({ graph: { ...graph, opened: openedWithout(picture, opened.place) } })}>
                Fold <span className="unseen">the group {name}</span>
              </TextButton>
            )}
          </span>
        </div>
      ))}
    </ViewportPortal>
  )
}
