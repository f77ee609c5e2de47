import type { EnrichedNode } from '#contract/summaries.ts'
import { formatCount, formatDuration, plural, spoken } from '#src/lib/format.ts'
import { nodeLabel } from '#src/records/nodeLabel.ts'
import { statusToken } from '#src/theme/statusTokens.ts'
import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import {
  ArrowDown,
  ChevronDown,
  ChevronRight,
  CornerDownRight,
  Group,
  Mail,
  Merge,
  MoveRight,
  Undo2,
} from 'lucide-react'
import type { CSSProperties, MouseEvent, ReactNode } from 'react'
import { useStandsBack } from '../FoundContext.ts'
import styles from './OutlineRowView.module.css'
import type { OutlineRow } from './outlineRows.ts'

/** Number of levels drawn with indentation; deeper rows stay at that indentation and show their level as a number. */
const INDENT_LEVELS = 12
const INDENT = 18

type Props = {
  readonly row: OutlineRow
  /** The node that the row shows or refers to. */
  readonly node: EnrichedNode | undefined
  /** For a node, its relations to others, for screen readers; for a reference, its whole text. */
  readonly words: string
  readonly index: number
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly style: CSSProperties
  readonly onOpen: () => void
  readonly onToggleFold: () => void
  readonly onFocus: () => void
}

/** One row of the outline; a click opens its node. */
export function OutlineRowView(props: Props) {
  const { row, node, words, index, isActive, isSelected, style, onOpen, onToggleFold, onFocus } = props
  const standsBack = useStandsBack([row])
  const fold = row.kind === 'node' ? row.fold : 'none'
  // The caret is for the pointer only and not a control of its own: the row announces what it does, and the tree
  // handles its keys.
  const onClick = ({ target }: MouseEvent) =>
    fold !== 'none' && target instanceof Element && target.closest('[data-caret]') ? onToggleFold() : onOpen()
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the tree around it handles the keys
    <div
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={fold === 'none' ? undefined : fold === 'open'}
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      className={styles['row']}
      style={style}
      data-index={index}
      data-kind={row.kind}
      data-back={standsBack || undefined}
      data-node-id={row.kind === 'node' ? row.node_id : undefined}
      onClick={onClick}
      onFocus={onFocus}
    >
      <span className={styles['name']} style={{ paddingLeft: (Math.min(row.level, INDENT_LEVELS) - 1) * INDENT }}>
        {row.level > INDENT_LEVELS && <span className={styles['level']}>{formatCount(row.level)}</span>}
        <Tie row={row} />
        <span className={styles['caret']} data-caret={fold}>
          {fold === 'open' && <ChevronDown size={14} aria-hidden />}
          {fold === 'closed' && <ChevronRight size={14} aria-hidden />}
        </span>
        {row.kind === 'reference' ? (
          <span className={styles['reference']}>
            {row.as === 'back' ? <Undo2 size={13} aria-hidden /> : <MoveRight size={13} aria-hidden />}
            <bdi className="ellipsis">{words}</bdi>
          </span>
        ) : (
          node && (
            <>
              <bdi className={styles['label']} title={`${nodeLabel(node)} (${visibleText(node.node_id)})`}>
                {nodeLabel(node)}
              </bdi>
              {row.group > 1 && (
                <span className={styles['group']} title={`a group of ${plural(row.group, 'node')}`}>
                  <Heard>, group of </Heard>
                  <span aria-hidden>× </span>
                  {formatCount(row.group)}
                </span>
              )}
            </>
          )
        )}
      </span>
      {row.kind === 'node' && node && <NodeFigures node={node} />}
      {row.kind === 'node' && words !== '' && <span className="unseen">; {words}</span>}
    </div>
  )
}

/** How the row relates to those above it. */
function Tie({ row }: { readonly row: OutlineRow }) {
  switch (row.tie) {
    case 'root':
      return <span className={styles['tie']} />
    case 'next':
      return <ArrowDown size={12} aria-hidden className={styles['tie']} />
    case 'join':
      return <Merge size={12} aria-hidden className={styles['tie']} />
    case 'member':
      return <Group size={12} aria-hidden className={styles['tie']} />
    case 'branch':
      return <CornerDownRight size={12} aria-hidden className={styles['tie']} />
  }
}

/** The figures in their columns. Screen readers get the commas, sighted readers the columns. */
function NodeFigures({ node }: { readonly node: EnrichedNode }) {
  const { turns } = statusToken(node.status)
  // A running node has no duration yet.
  const duration = turns || node.duration_ms === null ? undefined : formatDuration(node.duration_ms)
  return (
    <>
      <span className={styles['status']}>
        <Heard>, </Heard>
        <StatusMark status={node.status} size={13} />
      </span>
      <span className={styles['type']}>
        <Heard>, </Heard>
        {visibleText(spoken(node.node_type))}
        <Heard> node</Heard>
      </span>
      <span className={styles['agent']}>
        {node.agent !== null && (
          <>
            <Heard>, by </Heard>
            <bdi>{visibleText(node.agent)}</bdi>
          </>
        )}
      </span>
      <span className={styles['messages']} title={plural(node.message_count, 'message')}>
        {node.message_count > 0 && (
          <>
            <Heard>, </Heard>
            <Mail size={12} aria-hidden /> {formatCount(node.message_count)}
            <Heard> {node.message_count === 1 ? 'message' : 'messages'}</Heard>
          </>
        )}
      </span>
      <span className={styles['errors']}>
        {node.error_count > 0 && <Heard>, </Heard>}
        <ErrorChip count={node.error_count} />
      </span>
      <span className={styles['events']}>
        <Heard>, </Heard>
        {plural(node.event_count, 'event')}
      </span>
      <span className={styles['duration']}>
        {duration !== undefined && <Heard>, took </Heard>}
        {duration}
      </span>
    </>
  )
}

const Heard = ({ children }: { readonly children: ReactNode }) => <span className="unseen">{children}</span>
