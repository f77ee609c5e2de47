import { classNames } from '#src/lib/classNames.ts'
import { spoken } from '#src/lib/format.ts'
import { viewStateOf } from '#src/navigation/navigationStore.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import type { NodeProps } from '@xyflow/react'
import { memo, useContext, useMemo } from 'react'
import cardStyles from './card.module.css'
import { foldFace, type FoldFace } from './faces/foldFace.ts'
import { matchWords } from './faces/matchWords.ts'
import own from './FoldCard.module.css'
import { FoundContext, useStandsBack } from './FoundContext.ts'
import { useGraphActions } from './GraphActions.ts'
import { useGraphView, useGraphViewStore } from './graphViewStore.ts'
import type { FoldCardNode } from './model/toFlow.ts'
import { useTakenFocus } from './useTakenFocus.ts'

/**
 * Nodes that play the same part, as one card. It is not a node itself: a click lists its members, and only those open a
 * dialog.
 */
export const FoldCard = memo(function FoldCard({ id, data }: NodeProps<FoldCardNode>) {
  const { fold } = data
  const { label, many, tone, shares, states, facts, hint } = useMemo(() => foldFace(fold), [fold])
  const { node_type, node_id: member } = fold.nodes[0]
  const { openMembers } = useGraphActions()
  const isListed = useNavigation(({ selection }) => viewStateOf(selection).graph.members === member)
  const view = useGraphViewStore()
  const isTabStop = useGraphView((state) => state.focused === id)
  const standsBack = useStandsBack(fold.nodes)
  const found = useContext(FoundContext)
  const matches = found && matchWords(fold, found)
  const button = useTakenFocus(id)
  const { Icon } = nodeTypeToken(node_type)
  return (
    <button
      ref={button}
      type="button"
      className={classNames(cardStyles['card'], own['fold'], 'nodrag nopan')}
      style={{ pointerEvents: 'all' }}
      data-card-id={id}
      data-tone={tone}
      data-selected={isListed || undefined}
      data-back={standsBack || undefined}
      tabIndex={isTabStop ? 0 : -1}
      title={matches === undefined ? hint : `${matches}\n${hint}`}
      onClick={() => openMembers(member)}
      onFocus={() => view.setState({ focused: id })}
      onMouseEnter={() => view.setState({ hovered: id })}
      onMouseLeave={() => view.setState({ hovered: undefined })}
    >
      <span className={classNames(cardStyles['icon'], own['icon'])}>
        <Icon size={16} aria-hidden />
      </span>
      <span className={cardStyles['text']}>
        <span className={classNames(cardStyles['label'], own['name'])}>
          <bdi className="ellipsis">{label}</bdi>
          <span className={own['many']}>{many}</span>
          <span className="unseen">, folded {visibleText(spoken(node_type))} nodes, </span>
        </span>
        <FoldBar shares={shares} />
        <span className={classNames(cardStyles['line'], 'tabular')}>
          <span className="ellipsis">{states}</span>
        </span>
        <span className={classNames(cardStyles['line'], own['facts'], 'dim tabular')}>
          <span className="ellipsis">{matches ?? facts}</span>
        </span>
      </span>
    </button>
  )
})

/** Shares of the statuses. Decorative: the text next to it says the same. */
const FoldBar = ({ shares }: Pick<FoldFace, 'shares'>) => (
  <span className={own['bar']} aria-hidden>
    {shares.map(({ status, tone, count }) => (
      <span key={status} data-tone={tone} style={{ flexGrow: count }} />
    ))}
  </span>
)
