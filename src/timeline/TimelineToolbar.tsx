import { formatCount, formatDuration, plural } from '#src/lib/format.ts'
import type { Span } from './layoutTimeline.ts'
import { TextButton } from '#src/ui/TextButton.tsx'
import { Moment } from '#src/ui/Moment.tsx'
import { timestampOf } from './rowWords.ts'
import type { Progress } from './useRunEvents.ts'
import styles from './RunTimeline.module.css'

type Props = {
  readonly nodeCount: number
  readonly shown: number
  readonly total: number
  readonly progress: Progress
  readonly span: Span | undefined
  readonly onFoldAll: (folded: boolean) => void
}

/** What the timeline holds, and plainly what it does not. */
export function TimelineToolbar({ nodeCount, shown, total, progress, span, onFoldAll }: Props) {
  return (
    <div className={styles['toolbar']}>
      <span>
        <span role="status">
          {plural(nodeCount, 'node')}, {eventsInWords(shown, total, progress)}
        </span>
        {progress.kind === 'interrupted' && (
          <>
            {' '}
            <TextButton onClick={progress.onRetry}>Try again</TextButton>
          </>
        )}
        {span && (
          <span className="dim">
            {' '}
            · <span className="tabular">{formatDuration((span.end - span.start) / 1000)}</span> from{' '}
            <Moment at={timestampOf(span.start)} form="minute" />
          </span>
        )}
      </span>
      {total > 0 && (
        <span className={styles['actions']}>
          <TextButton onClick={() => onFoldAll(false)}>Unfold all</TextButton>
          <TextButton onClick={() => onFoldAll(true)}>Fold all</TextButton>
        </span>
      )}
    </div>
  )
}

function eventsInWords(shown: number, total: number, progress: Progress): string {
  switch (progress.kind) {
    case 'complete':
      return total === 0 ? 'this run recorded no events' : plural(total, 'event')
    case 'reading':
      return `reading events: ${formatCount(shown)} of ${formatCount(total)}`
    case 'cut':
      return `showing the first ${formatCount(shown)} of ${plural(total, 'event')}`
    case 'interrupted':
      return `only the first ${formatCount(shown)} of ${plural(total, 'event')} could be read`
  }
}
