import type { RunRow } from '#contract/summaries.ts'
import { formatLocation, NO_FILTER } from '#src/navigation/location.ts'
import { newRun, runOf } from '#src/navigation/navigationStore.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import type { Ref } from 'react'
import { LinkList, type LinkListHandle } from '#src/ui/controls/LinkList.tsx'
import { ListFace } from '#src/ui/controls/ListFace.tsx'
import { isFiltered } from './runFilter.ts'
import { RUN_ROW_HEIGHT, RunListItem } from './RunListItem.tsx'
import type { RunPages } from './useRunPages.ts'

const keyOf = (run: RunRow): string => run.run_id

type Props = {
  readonly ref: Ref<LinkListHandle>
  readonly pages: RunPages
  readonly onAway: (isAway: boolean) => void
}

/** The runs that match the filter, in one of four states. */
export function RunListing({ ref, pages, onAway }: Props) {
  const { query, rows, total } = pages
  const filter = useNavigation((state) => state.filter)
  const view = useNavigation((state) => state.view)
  const selection = useNavigation((state) => state.selection)
  const openRun = useNavigation((state) => state.openRun)
  const setFilter = useNavigation((state) => state.setFilter)

  const empty = isFiltered(filter) ? (
    <Notice
      title="No runs match these filters"
      action={{ label: 'Clear filters', onClick: () => setFilter(NO_FILTER) }}
    />
  ) : (
    <Notice title="No runs yet" action={{ label: 'Check again', onClick: () => void query.refetch() }}>
      <p>Runs appear here as agents report them.</p>
    </Notice>
  )
  return (
    <ListFace what="runs" rowHeight={RUN_ROW_HEIGHT} rowCount={rows.length} query={query} empty={empty}>
      <LinkList
        ref={ref}
        onAway={onAway}
        label="Runs, newest first"
        what="runs"
        rows={rows}
        total={total}
        rowHeight={RUN_ROW_HEIGHT}
        pages={query}
        keyOf={keyOf}
        hrefOf={({ run_id }) => formatLocation({ selection: newRun(run_id), view, filter })}
        onOpen={({ run_id }) => openRun(run_id)}
        currentKey={runOf(selection)}
      >
        {(run) => <RunListItem run={run} />}
      </LinkList>
    </ListFace>
  )
}
