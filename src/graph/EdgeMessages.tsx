import { classNames } from '#src/lib/classNames.ts'
import { formatCompact, plural } from '#src/lib/format.ts'
import { Mail } from 'lucide-react'
import styles from './EdgeMessages.module.css'
import { useGraphActions } from './GraphActions.ts'
import { useGraphView } from './graphViewStore.ts'
import { touches, type TieData } from './model/tieData.ts'

/**
 * The number of messages between the two ends of an edge; a click lists only those. A line that stands for several
 * edges shows only the count. Tab reaches only the counts next to the card that has the graph's tab stop, so that
 * hundreds of edges do not become hundreds of tab stops.
 */
export function EdgeMessages({ tie }: { readonly tie: TieData }) {
  const { labelOf, readMessages } = useGraphActions()
  const isTabStop = useGraphView((state) => touches(tie, state.focused))
  const [edge, ...others] = tie.edges.filter(({ message_count: count }) => count > 0)
  if (!edge) return null
  if (others.length > 0) {
    const all = `${plural(tie.message_count, 'message')} on ${plural(others.length + 1, 'edge')}`
    return (
      <span className={styles['messages']} data-still title={all}>
        <Mail size={11} aria-hidden />
        {formatCompact(tie.message_count)}
      </span>
    )
  }
  const { from_node_id, to_node_id, message_count } = edge
  const words = `${plural(message_count, 'message')} between ${labelOf(from_node_id)} and ${labelOf(to_node_id)}`
  return (
    <button
      type="button"
      className={classNames(styles['messages'], 'nodrag nopan')}
      tabIndex={isTabStop ? 0 : -1}
      aria-label={words}
      title={words}
      onClick={() => readMessages(from_node_id, to_node_id)}
    >
      <Mail size={11} aria-hidden />
      {formatCompact(message_count)}
    </button>
  )
}
