import type { NodeId } from '#contract/ids.ts'
import type { SearchHit, SearchKind } from '#contract/search.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { formatCount } from '#src/lib/format.ts'
import { FailureNotice } from '#src/ui/controls/FailureNotice.tsx'
import { MoreRows } from '#src/ui/controls/MoreRows.tsx'
import { Skeleton } from '@mantine/core'
import { useId } from 'react'
import { HitRow } from './HitRow.tsx'
import { hitKey } from './matches.ts'
import styles from './HitGroup.module.css'
import { searchedPart } from './searchedPart.ts'
import type { KindSearch } from './useSearch.ts'

type Props = {
  readonly search: KindSearch
  readonly nodes: ReadonlyMap<NodeId, EnrichedNode>
  readonly current: string | undefined
  /** The hit with the tab stop; arrow keys move on from there. */
  readonly tabStop: string | undefined
  readonly onOpen: (hit: SearchHit) => void
}

const TITLES: Readonly<Record<SearchKind, string>> = {
  node: 'Nodes',
  event: 'Events',
  file: 'Files',
  message: 'Messages',
}

/** The hits of one kind with their total, in one of four states; renders nothing for a kind without hits. */
export function HitGroup({ search, nodes, current, tabStop, onOpen }: Props) {
  const headingId = useId()
  const { kind, hits, total, state, pages } = search
  const title = TITLES[kind]
  switch (state.kind) {
    case 'searching':
      return (
        <div className={styles['waiting']} role="status" aria-label={`Searching ${title.toLowerCase()}`}>
          <Skeleton height={12} width={80} />
          <Skeleton height={14} />
        </div>
      )
    case 'failed':
      return <FailureNotice what={`Matches in ${title.toLowerCase()}`} error={state.error} onRetry={state.onRetry} />
    case 'found': {
      if (total === 0) return null
      const told = searchedPart(kind, state.searched)
      return (
        <section aria-labelledby={headingId}>
          <h2 id={headingId} className={styles['heading']}>
            {title} <span className={styles['total']}>{formatCount(total)}</span>
          </h2>
          {told !== undefined && <p className={styles['told']}>{told}</p>}
          <ul className={styles['hits']}>
            {hits.map((hit) => {
              const key = hitKey(hit)
              return (
                <HitRow
                  key={key}
                  hit={hit}
                  hitKey={key}
                  node={hit.node_id === null ? undefined : nodes.get(hit.node_id)}
                  isCurrent={key === current}
                  hasTabStop={key === tabStop}
                  onOpen={onOpen}
                />
              )
            })}
          </ul>
          <MoreRows what={`matching ${title.toLowerCase()}`} rest={total - hits.length} pages={pages} />
        </section>
      )
    }
  }
}
