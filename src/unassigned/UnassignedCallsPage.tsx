import { spanKey, type UnassignedCallRow, type SpanRef } from '#contract/telemetry.ts'
import { plural } from '#src/lib/format.ts'
import { formatLocation, type Selection } from '#src/navigation/location.ts'
import { useNavigation } from '#src/navigation/useNavigation.ts'
import { LinkList, type LinkListHandle } from '#src/ui/controls/LinkList.tsx'
import { ListFace } from '#src/ui/controls/ListFace.tsx'
import { ListToolbar } from '#src/ui/controls/ListToolbar.tsx'
import { NewsChip } from '#src/ui/controls/NewsChip.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { useRef, useState } from 'react'
import { HowTheyBecomeRuns } from './HowTheyBecomeRuns.tsx'
import { CALL_ROW_HEIGHT, UnassignedCallItem } from './UnassignedCallItem.tsx'
import styles from './UnassignedCallsPage.module.css'
import { useUnassignedCalls } from './useUnassignedCalls.ts'

const selectionOf = ({ trace_id, span_id }: UnassignedCallRow): Selection => ({
  kind: 'unassigned-calls',
  call: { trace_id, span_id },
})

/** The calls that belong to no run: what they are, why they are not runs, and how to make them runs. */
export function UnassignedCallsPage({ opened }: { readonly opened: SpanRef | undefined }) {
  const view = useNavigation((state) => state.view)
  const filter = useNavigation((state) => state.filter)
  const openUnassignedCall = useNavigation((state) => state.openUnassignedCall)
  const [isAway, setAway] = useState(false)
  const list = useRef<LinkListHandle>(null)
  const { query, rows, total, news } = useUnassignedCalls(isAway)
  return (
    <div className={styles['page']}>
      <title>Unassigned calls · Runlens</title>
      <header className={styles['head']}>
        <h1>Unassigned calls</h1>
        <p>
          Model and tool calls that no agent or workflow span contains, so they belong to no run. When such a span
          arrives, the call moves to its run.
        </p>
        <HowTheyBecomeRuns />
      </header>
      <section className={styles['list']} aria-label="Unassigned calls">
        <ListToolbar
          total={query.data && plural(total, 'call')}
          busy={query.isFetching}
          stale={query.isRefetchError}
          onRefresh={() => void query.refetch()}
          news={
            <NewsChip
              words={news}
              at="top"
              onShow={() => {
                void query.refetch()
                list.current?.scrollToTop()
              }}
            />
          }
        />
        <ListFace
          what="unassigned calls"
          rowHeight={CALL_ROW_HEIGHT}
          rowCount={rows.length}
          query={query}
          empty={
            <Notice title="No unassigned calls.">
              <p>Every model and tool call received so far belongs to a run.</p>
            </Notice>
          }
        >
          <LinkList
            ref={list}
            onAway={setAway}
            label="Unassigned calls, newest first"
            what="calls"
            rows={rows}
            total={total}
            rowHeight={CALL_ROW_HEIGHT}
            pages={query}
            keyOf={spanKey}
            hrefOf={(call) => formatLocation({ selection: selectionOf(call), view, filter })}
            onOpen={({ trace_id, span_id }) => openUnassignedCall({ trace_id, span_id })}
            currentKey={opened && spanKey(opened)}
          >
            {(call) => <UnassignedCallItem call={call} />}
          </LinkList>
        </ListFace>
      </section>
    </div>
  )
}
