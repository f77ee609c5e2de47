import type { SearchHit } from '#contract/search.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { formatClock, formatExact, spoken } from '#src/lib/format.ts'
import { nodeTypeToken } from '#src/theme/nodeTypeToken.ts'
import { visibleText } from '#src/lib/visibleText.ts'
import { UnstyledButton } from '@mantine/core'
import { FileText, ListTree, MessageSquareText, OctagonX, type LucideIcon } from 'lucide-react'
import styles from './HitRow.module.css'
import { shownSnippet } from './shownSnippet.ts'

type Props = {
  readonly hit: SearchHit
  readonly hitKey: string
  /** The hit's node, once the graph is loaded. */
  readonly node: EnrichedNode | undefined
  readonly isCurrent: boolean
  readonly hasTabStop: boolean
  readonly onOpen: (hit: SearchHit) => void
}

/** One hit on one line: title, snippet, node, time. A click opens it in its own view. */
export function HitRow({ hit, hitKey, node, isCurrent, hasTabStop, onOpen }: Props) {
  const { Icon } = hitToken(hit, node)
  const { before, match, after } = shownSnippet(hit.snippet)
  const isError = hit.kind === 'event' && hit.is_error
  const where = hit.node_id === null ? 'no node' : visibleText(node?.label || hit.node_id)
  return (
    <li className={styles['row']}>
      <UnstyledButton
        className={styles['hit']}
        data-hit={hitKey}
        data-error={isError || undefined}
        aria-current={isCurrent || undefined}
        tabIndex={hasTabStop ? 0 : -1}
        onClick={() => onOpen(hit)}
      >
        <Icon size={14} aria-hidden className={styles['icon']} />
        <span className={styles['title']}>
          {isError && <span className="unseen">error: </span>}
          <bdi>{visibleText(hit.title)}</bdi>
        </span>
        <span className={styles['snippet']}>
          <span className={styles['part']}>{spoken(hit.field)}:</span>{' '}
          <bdi>
            {before}
            <mark>{match}</mark>
            {after}
          </bdi>
        </span>
        {hit.kind !== 'node' && (
          <span className={styles['where']} title={where}>
            <bdi>{where}</bdi>
          </span>
        )}
        {hit.at !== null && (
          <time className={styles['time']} dateTime={hit.at} title={formatExact(hit.at)}>
            {formatClock(hit.at)}
          </time>
        )}
      </UnstyledButton>
    </li>
  )
}

function hitToken(hit: SearchHit, node: EnrichedNode | undefined): { readonly Icon: LucideIcon } {
  switch (hit.kind) {
    case 'node':
      return nodeTypeToken(node?.node_type ?? '')
    case 'event':
      return { Icon: hit.is_error ? OctagonX : ListTree }
    case 'file':
      return { Icon: FileText }
    case 'message':
      return { Icon: MessageSquareText }
  }
}
