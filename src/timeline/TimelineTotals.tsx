import { formatCount, formatDuration, plural } from '#src/lib/format.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { restInWords } from '#src/records/events/loadedInWords.ts'
import type { LoadedEvents } from '#src/records/eventTable/useEventTable.ts'
import { Moment } from '#src/ui/controls/Moment.tsx'
import { TextButton } from '#src/ui/controls/TextButton.tsx'
import type { Timeline } from './model/layoutLanes.ts'
import styles from './TimelineTotals.module.css'

type Props = { readonly events: LoadedEvents; readonly timeline: Timeline; readonly nodeCount: number | undefined }

/** The number of items in the timeline, and what is missing. */
export function TimelineTotals({ events, timeline, nodeCount }: Props) {
  const { total, errorTotal, progress } = events
  const { span, untimed } = timeline
  const counts = [
    nodeCount !== undefined && plural(nodeCount, 'node'),
    plural(total, 'event'),
    errorTotal > 0 && plural(errorTotal, 'error'),
  ]
  return (
    <>
      <span role="status">
        {counts.filter(Boolean).join(' · ')}
        {progressInWords(events)}
      </span>
      {progress.kind === 'interrupted' && <TextButton onClick={progress.onRetry}>Try again</TextButton>}
      {progress.kind === 'reading' && (
        <progress className={styles['progress']} aria-label="Events loaded" value={events.table.size} max={total} />
      )}
      {span && (
        <span className="dim">
          <span className="tabular">{formatDuration((span.end - span.start) / 1000)}</span> from{' '}
          <Moment at={timestampOf(span.start)} form="minute" />
        </span>
      )}
      {span && untimed > 0 && (
        <span className="dim">{plural(untimed, 'event')} without timestamps, in the table only</span>
      )}
    </>
  )
}

function progressInWords(events: LoadedEvents): string {
  switch (events.progress.kind) {
    case 'complete':
      return ''
    case 'reading':
      return ` · loading, ${formatCount(events.table.size)} so far`
    case 'cut':
    case 'interrupted':
      return `. ${restInWords(events)}`
  }
}
