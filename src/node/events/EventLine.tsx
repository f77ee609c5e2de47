import { ChevronDown, ChevronRight, OctagonX } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Timestamp } from '#contract/timestamps.ts'
import { formatClock, formatDuration, formatExact, spoken, UNKNOWN } from '#src/lib/format.ts'
import { rowSteps } from '#src/ui/rowSteps.ts'
import { visibleText } from '#src/ui/visibleText.ts'
import type { EventVisualRow } from './eventRows.ts'
import { eventDuration } from './eventSpan.ts'
import styles from './EventTimeline.module.css'
import { eventTypeToken } from './eventTypeToken.ts'

/** Steps of indentation that are drawn at most; deeper rows line up there and still tell their level to screen readers. */
const DEPTH_MAX = 10
const INDENT = 14

type Props = {
  readonly row: EventVisualRow
  readonly index: number
  readonly isActive: boolean
  readonly isOpened: boolean
  readonly onToggleOpened: () => void
  readonly onToggleFold: () => void
  /** Moves the focus by so many rows. */
  readonly onMove: (steps: number) => void
  readonly onFocus: () => void
}

/** One event on one line of the grid. */
export function EventLine({ row, index, isActive, isOpened, onToggleOpened, onToggleFold, onMove, onFocus }: Props) {
  const { event, depth, fold } = row
  const { Icon } = eventTypeToken(event.event_type)
  const at = event.started_at ?? event.timestamp
  const headline = visibleText(event.headline || spoken(event.event_type))
  const agent = event.agent_name === null ? '' : visibleText(event.agent_name)

  const onKeyDown = (press: KeyboardEvent) => {
    if (press.target !== press.currentTarget || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return
    const act = actionOf(press.key)
    if (!act) return
    press.preventDefault()
    act()
  }
  const actionOf = (key: string): (() => void) | undefined => {
    switch (key) {
      case 'Enter':
      case ' ':
        return onToggleOpened
      case 'ArrowRight':
        return fold === 'closed' ? onToggleFold : undefined
      case 'ArrowLeft':
        return fold === 'open' ? onToggleFold : undefined
      default: {
        const steps = rowSteps(key)
        return steps === undefined ? undefined : () => onMove(steps)
      }
    }
  }

  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={fold === 'none' ? undefined : fold === 'open'}
      aria-selected={isOpened}
      tabIndex={isActive ? 0 : -1}
      data-index={index}
      data-error={event.is_error || undefined}
      data-opened={isOpened || undefined}
      className={styles['line']}
      onClick={onToggleOpened}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <div role="gridcell" className={styles['what']} style={{ paddingLeft: Math.min(depth, DEPTH_MAX) * INDENT }}>
        {fold === 'none' ? (
          <span className={styles['leaf']} />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            className={styles['fold']}
            aria-label={fold === 'open' ? 'Fold events' : 'Unfold events'}
            onClick={(click) => {
              click.stopPropagation()
              onToggleFold()
            }}
          >
            {fold === 'open' ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
          </button>
        )}
        <span className={styles['icon']} title={spoken(event.event_type)}>
          <Icon size={14} aria-hidden />
          <span className="unseen">{spoken(event.event_type)}:</span>
        </span>
        {event.is_error && (
          <span className={styles['error']}>
            <OctagonX size={12} aria-hidden />
            error
          </span>
        )}
        <span className={styles['headline']} title={headline}>
          {headline}
        </span>
      </div>
      <div role="gridcell" className={styles['agent']} title={agent}>
        {agent}
      </div>
      <div role="gridcell" className={styles['track']}>
        {row.bar && (
          <span
            className={styles['bar']}
            style={{ left: `${row.bar.start * 100}%`, width: `${row.bar.width * 100}%` }}
            aria-hidden
          />
        )}
      </div>
      <div role="gridcell" className={styles['number']}>
        {formatDuration(eventDuration(event))}
      </div>
      <div role="gridcell" className={styles['number']} title={at === null ? undefined : formatExact(at)}>
        {at === null ? UNKNOWN : <Clock at={at} />}
      </div>
    </div>
  )
}

/** The fraction of the second goes where the dialog is narrow; the title has the whole. */
function Clock({ at }: { readonly at: Timestamp }) {
  const clock = formatClock(at)
  return (
    <>
      {clock.slice(0, 8)}
      <span className={styles['fraction']}>{clock.slice(8)}</span>
    </>
  )
}
