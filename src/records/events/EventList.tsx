import { unfiltered, type EventFilter } from '#src/lib/eventFilter.ts'
import type { EventId } from '#contract/ids.ts'
import { disagreements } from '#src/lib/disagreements.ts'
import { firstFailure } from '#src/lib/firstFailure.ts'
import { plural } from '#src/lib/format.ts'
import { recordedAt, rowOf } from '../eventTable/eventTable.ts'
import type { LoadedEvents } from '../eventTable/useEventTable.ts'
import { NewsChip } from '#src/ui/controls/NewsChip.tsx'
import { Notice } from '#src/ui/controls/Notice.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import { useMemo, useRef, useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { ErrorSteps } from './ErrorSteps.tsx'
import { ancestorsOf, errorRows, nextError } from './eventErrors.ts'
import { eventFacets, isFiltered } from './eventFilter.ts'
import { EventGrid, type EventGridHandle } from './EventGrid.tsx'
import styles from './EventList.module.css'
import type { NodeColumn } from './EventLine.tsx'
import type { Span } from './eventSpan.ts'
import { EventToolbar } from './EventToolbar.tsx'
import { countInWords, restInWords } from './loadedInWords.ts'
import { visibleEvents } from './visibleEvents.ts'

type Props = {
  readonly events: LoadedEvents
  readonly filter: EventFilter
  readonly onFilter: (filter: EventFilter) => void
  readonly span: Span | undefined
  /** Set if the list contains several nodes. */
  readonly nodes?: NodeColumn | undefined
  readonly opened: EventId | undefined
  /** A row was chosen, possibly the open one. */
  readonly onOpen: (row: number) => void
  readonly onOpenNode?: (row: number) => void
  /** The open row was collapsed away. */
  readonly onHidden?: () => void
  /** Shown below the open row; undefined if events open elsewhere. */
  readonly detail?: ReactNode
}

/** The events of a run or node, at least one: the filter, the counts and the grid. */
export function EventList({ events, filter, onFilter, span, nodes, opened, onOpen, ...rest }: Props) {
  const { table, total, errorTotal, progress, news } = events
  const grid = useRef<EventGridHandle>(null)
  const [folded, setFolded] = useState<ReadonlySet<EventId>>(new Set())
  const [pointed, setPointed] = useState<EventId>()
  const facets = useMemo(() => eventFacets(table), [table])
  const marks = useMemo(() => disagreements(table.start.map((_, row) => recordedAt(table, row))), [table])
  const visible = useMemo(() => visibleEvents(table, filter, folded), [table, filter, folded])
  const errors = useMemo(() => errorRows(table, visible.matches), [table, visible.matches])
  // Without a filter, errors that are not loaded count too.
  const shownErrors = isFiltered(filter) ? errors.length : errorTotal
  const pointedRow = rowOf(table, pointed)
  const pointedAt = pointedRow === undefined ? -1 : errors.indexOf(pointedRow)

  const toggleFold = (row: number) => {
    const event_id = table.event_id[row]
    if (event_id === undefined) return
    const next = new Set(folded)
    if (!next.delete(event_id)) next.add(event_id)
    setFolded(next)
    const openedRow = rowOf(table, opened)
    if (openedRow !== undefined && next.has(event_id) && ancestorsOf(table, openedRow).has(row)) rest.onHidden?.()
  }
  /** Expands the ancestors of a row. */
  const reveal = (row: number) => {
    const above = new Set([...ancestorsOf(table, row)].map((up) => table.event_id[up]))
    if ([...folded].some((event_id) => above.has(event_id)))
      setFolded(new Set([...folded].filter((event_id) => !above.has(event_id))))
  }
  const goToError = (row: number, how: 'focus' | 'show') => {
    // The row must be in the grid before it can be focused.
    flushSync(() => {
      reveal(row)
      setPointed(table.event_id[row])
    })
    grid.current?.goTo(row, how)
  }
  const stepError = (step: 1 | -1, how: 'focus' | 'show') => {
    const row = errors[nextError(errors, grid.current?.currentRow(), step) ?? -1]
    if (row !== undefined) goToError(row, how)
  }
  const failedFirst = useMemo(() => firstFailure(errorRows(table), (row) => table.parent[row] ?? -1), [table])
  const openFirstFailure = () => {
    const row = failedFirst
    if (row === undefined) return
    // The run's first failure, not just the first one that matches the filter.
    if (visible.matches[row] === 0) flushSync(() => onFilter(unfiltered(filter)))
    goToError(row, 'show')
    if (table.event_id[row] !== opened) onOpen(row)
  }
  const missing = restInWords(events)

  return (
    <div className={styles['list']}>
      <EventToolbar filter={filter} onFilter={onFilter} facets={facets} nodeLabels={nodes?.labels} />
      <div className={styles['totals']}>
        <span role="status">
          <span>{countInWords(total, isFiltered(filter) ? visible.matchCount : undefined)}</span>
          {shownErrors > 0 && (
            <>
              , <span className={styles['errors']}>{plural(shownErrors, 'error')}</span>
            </>
          )}
          {/* On this line, so that the list does not jump when loading ends. */}
          {progress.kind === 'reading' && <span>. {missing}</span>}
        </span>
        {errorTotal > 0 && (
          <ErrorSteps
            hasFirst={failedFirst !== undefined}
            count={errors.length}
            at={pointedAt < 0 ? undefined : pointedAt}
            onStep={(step) => stepError(step, 'show')}
            onFirst={openFirstFailure}
          />
        )}
      </div>
      <NewsChip words={news.words} at="end" onShow={news.onShow} />
      {missing !== undefined && progress.kind !== 'reading' && (
        <p className={styles['missing']} role={progress.kind === 'interrupted' ? 'alert' : 'status'}>
          {missing} {progress.kind === 'interrupted' && <TextButton onClick={progress.onRetry}>Try again</TextButton>}
        </p>
      )}
      {visible.size > 0 ? (
        <EventGrid
          ref={grid}
          table={table}
          visible={visible}
          order={filter.order}
          span={span}
          disagreements={marks}
          nodes={nodes}
          opened={opened}
          pointed={pointed}
          onOpen={onOpen}
          onOpenNode={(row) => rest.onOpenNode?.(row)}
          onToggleFold={toggleFold}
          onStepError={(step) => stepError(step, 'focus')}
          detail={rest.detail}
        />
      ) : (
        <Notice title="No matching events.">
          <p>{`This ${nodes ? 'run' : 'node'} has ${plural(total, 'event')}, but none match the filters.`}</p>
        </Notice>
      )}
    </div>
  )
}
