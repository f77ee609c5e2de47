import type { SessionRow } from '#contract/summaries.ts'
import { globalQueries } from '#src/api/globalQueries.ts'
import { plural } from '#src/lib/format.ts'
import { formatLocation, NO_FILTER, type RunListFilter } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { LinkList } from '#src/ui/controls/LinkList.tsx'
import { ListFace } from '#src/ui/controls/ListFace.tsx'
import { ListToolbar } from '#src/ui/controls/ListToolbar.tsx'
import { SESSION_ROW_HEIGHT, SessionListItem } from './SessionListItem.tsx'

const keyOf = (session: SessionRow): string => session.session_id

/** All runs of a session: with other filters, the list would be shorter than the displayed count. */
const runsOf = ({ session_id }: SessionRow): RunListFilter => ({ ...NO_FILTER, session_id })

/** Sessions, most recently active first; choosing one shows its runs. */
export function SessionListing({ onChosen }: { readonly onChosen: () => void }) {
  const pages = useSessionPages()
  const { query, total } = pages
  return (
    <>
      <ListToolbar
        total={query.data && plural(total, 'session')}
        busy={query.isFetching}
        stale={query.isRefetchError}
        onRefresh={() => void query.refetch()}
      />
      <SessionRows pages={pages} onChosen={onChosen} />
    </>
  )
}

function useSessionPages() {
  const query = useInfiniteQuery(globalQueries.sessions())
  const rows = useMemo((): readonly SessionRow[] => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return { query, rows, total: query.data?.pages.at(-1)?.total ?? 0 }
}

type RowsProps = {
  readonly pages: ReturnType<typeof useSessionPages>
  readonly onChosen: () => void
}

function SessionRows({ pages: { query, rows, total }, onChosen }: RowsProps) {
  const selection = useNavigation((state) => state.selection)
  const view = useNavigation((state) => state.view)
  const session_id = useNavigation((state) => state.filter.session_id)
  const setFilter = useNavigation((state) => state.setFilter)
  const empty = (
    <Notice title="No sessions yet">
      <p>A session groups related runs. This database has none.</p>
    </Notice>
  )
  return (
    <ListFace what="sessions" rowHeight={SESSION_ROW_HEIGHT} rowCount={rows.length} query={query} empty={empty}>
      <LinkList
        label="Sessions, most recently active first"
        what="sessions"
        rows={rows}
        total={total}
        rowHeight={SESSION_ROW_HEIGHT}
        pages={query}
        keyOf={keyOf}
        hrefOf={(session) => formatLocation({ selection, view, filter: runsOf(session) })}
        onOpen={(session) => {
          setFilter(runsOf(session))
          onChosen()
        }}
        currentKey={session_id}
      >
        {(session) => <SessionListItem session={session} />}
      </LinkList>
    </ListFace>
  )
}
