import type { RunRow } from '#contract/summaries.ts'
import { formatLocation, NO_FILTER } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { FailureNotice } from '#src/ui/FailureNotice.tsx'
import { Notice } from '#src/ui/Notice.tsx'
import { LinkList } from './LinkList.tsx'
import { ListNotice } from './ListNotice.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import { isFiltered } from './runFilter.ts'
import { RUN_ROW_HEIGHT, RunListItem } from './RunListItem.tsx'
import type { RunPages } from './useRunPages.ts'

const keyOf = (run: RunRow): string => run.run_id

/** The runs that match the filter, in one of four faces. */
export function RunListing({ pages }: { readonly pages: RunPages }) {
  const { query, rows, total } = pages
  const filter = useNavigation((state) => state.filter)
  const view = useNavigation((state) => state.view)
  const selection = useNavigation((state) => state.selection)
  const openRun = useNavigation((state) => state.openRun)
  const setFilter = useNavigation((state) => state.setFilter)

  if (query.isPending) return <ListSkeleton what="runs" rowHeight={RUN_ROW_HEIGHT} />
  if (query.isError && rows.length === 0)
    return (
      <ListNotice>
        <FailureNotice what="The runs" error={query.error} onRetry={() => void query.refetch()} />
      </ListNotice>
    )
  if (rows.length === 0 && isFiltered(filter))
    return (
      <ListNotice>
        <Notice
          title="No run matches these filters"
          action={{ label: 'Clear filters', onClick: () => setFilter(NO_FILTER) }}
        />
      </ListNotice>
    )
  if (rows.length === 0)
    return (
      <ListNotice>
        <Notice title="No runs yet" action={{ label: 'Look again', onClick: () => void query.refetch() }}>
          <p>The database holds no runs. A server that starts with an empty database loads the demo runs into it.</p>
        </Notice>
      </ListNotice>
    )
  return (
    <LinkList
      label="Runs, newest first"
      what="runs"
      rows={rows}
      total={total}
      rowHeight={RUN_ROW_HEIGHT}
      pages={query}
      keyOf={keyOf}
      hrefOf={({ run_id }) => formatLocation({ selection: { kind: 'run', run_id }, view, filter })}
      onOpen={({ run_id }) => openRun(run_id)}
      currentKey={
        selection.kind === 'run' ? selection.run_id : selection.kind === 'node' ? selection.ref.run_id : undefined
      }
    >
      {(run) => <RunListItem run={run} />}
    </LinkList>
  )
}
