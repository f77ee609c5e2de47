import { spanKey, type LooseCallRow, type SpanRef } from '#contract/telemetry.ts'
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
import { CALL_ROW_HEIGHT, LooseCallItem } from './LooseCallItem.tsx'
import styles from './LooseCallsPage.module.css'
import { useLooseCalls } from './useLooseCalls.ts'

const selectionOf = ({ trace_id, span_id }: LooseCallRow): Selection => ({
  kind: 'loose-calls',
  call: { trace_id, span_id },
})

/** The calls that belong to no run: what they are, why they are not runs, and how to make them runs. */
export function LooseCallsPage({ opened }: { readonly opened: SpanRef | undefined }) {
  const view = useNavigation((state) => state.view)
  const filter = useNavigation((state) => state.filter)
  const openLooseCall = useNavigation((state) => state.openLooseCall)
  const [isAway, setAway] = useState(false)
  const list = useRef<LinkListHandle>(null)
  const { query, rows, total, news } = useLooseCalls(isAway)
  return (
    <div className={styles['page']}>
      <title>Loose calls · Runlens</title>
      <header className={styles['head']}>
        <h1>Loose calls</h1>
        <p>
          Calls of models and tools that came alone. No span tells which agent or workflow made them, so there is no run
          to draw; a call goes from here into its run once one does.
        </p>
        <HowTheyBecomeRuns />
      </header>
      <section className={styles['list']} aria-label="Loose calls">
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
          what="loose calls"
          rowHeight={CALL_ROW_HEIGHT}
          rowCount={rows.length}
          query={query}
          empty={
            <Notice title="No call is loose.">
              <p>Every call of a model or a tool that came so far belongs to a run.</p>
            </Notice>
          }
        >
          <LinkList
            ref={list}
            onAway={setAway}
            label="Loose calls, newest first"
            what="calls"
            rows={rows}
            total={total}
            rowHeight={CALL_ROW_HEIGHT}
            pages={query}
            keyOf={spanKey}
            hrefOf={(call) => formatLocation({ selection: selectionOf(call), view, filter })}
            onOpen={({ trace_id, span_id }) => openLooseCall({ trace_id, span_id })}
            currentKey={opened && spanKey(opened)}
          >
            {(call) => <LooseCallItem call={call} />}
          </LinkList>
        </ListFace>
      </section>
    </div>
  )
}
