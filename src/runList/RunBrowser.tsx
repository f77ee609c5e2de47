import { ActionIcon } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import { formatCount, plural } from '#src/lib/format.ts'
import { useNewRuns } from '#src/live/RunListLive.tsx'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { NewsChip } from '#src/ui/controls/NewsChip.tsx'
import { ActiveFilters } from './ActiveFilters.tsx'
import type { LinkListHandle } from '#src/ui/controls/LinkList.tsx'
import { ListToolbar } from '#src/ui/controls/ListToolbar.tsx'
import { isFiltered } from './runFilter.ts'
import { RunListing } from './RunListing.tsx'
import { SearchField } from './SearchField.tsx'
import { useRunPages } from './useRunPages.ts'
import styles from './RunBrowser.module.css'

// The menu loads after the first paint; its button is a placeholder until then.
const FilterMenu = lazy(async () => ({ default: (await import('./FilterMenu.tsx')).FilterMenu }))

/** The run list with its search and filters. */
export function RunBrowser() {
  const filter = useNavigation((state) => state.filter)
  const pages = useRunPages(filter)
  const { query, rows, total, isCapped } = pages
  const list = useRef<LinkListHandle>(null)
  const { words, onShow, onAway } = useNewRuns(pages.queryKey)
  // A run includes its session's name, so the session's chip needs no extra request.
  const sessionName = rows.find((run) => run.session_id === filter.session_id)?.session_name ?? undefined
  return (
    <>
      <div className={styles['controls']}>
        <SearchField />
        <Suspense
          fallback={
            <ActionIcon variant="default" size={30} aria-label="Filter runs" aria-disabled>
              <ListFilter size={15} aria-hidden />
            </ActionIcon>
          }
        >
          <FilterMenu />
        </Suspense>
      </div>
      <ActiveFilters sessionName={sessionName} />
      <ListToolbar
        total={query.data && totalInWords(total, isFiltered(filter), isCapped)}
        busy={query.isFetching}
        stale={query.isRefetchError}
        onRefresh={() => void query.refetch()}
        news={
          <NewsChip
            words={words}
            at="top"
            onShow={() => {
              onShow()
              list.current?.scrollToTop()
            }}
          />
        }
      />
      <RunListing ref={list} pages={pages} onAway={onAway} />
    </>
  )
}

const totalInWords = (total: number, filtered: boolean, isCapped: boolean): string =>
  filtered
    ? `${formatCount(total)}${isCapped ? '+' : ''} ${total === 1 ? 'run matches' : 'runs match'}`
    : plural(total, 'run')
