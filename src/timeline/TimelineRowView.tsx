import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo, type CSSProperties } from 'react'
import { ErrorChip } from '#src/ui/ErrorChip.tsx'
import { StatusMark } from '#src/ui/StatusMark.tsx'
import { classNames } from '#src/lib/classNames.ts'
import { EventDetail } from './EventDetail.tsx'
import { factsOf, rowWords } from './rowWords.ts'
import { TimeBar } from './TimeBar.tsx'
import { levelOf, ROW_HEIGHT, type Fold, type TimelineRow } from './timelineRows.ts'
import styles from './TimelineGrid.module.css'

/** Pixels per level, and the level from which on rows are not indented further: the name must keep its room. */
const INDENT = 14
const INDENT_LEVELS_MAX = 8

type Props = {
  readonly row: TimelineRow
  readonly index: number
  /** Pixels from the top of the rows. */
  readonly top: number
  readonly tabStop: boolean
  readonly selected: boolean
  /** For rows whose height their text decides. */
  readonly measure: ((element: HTMLElement | null) => void) | undefined
}

/** One row. Clicks and keys are heard by the grid, which finds the row by `data-index`. */
export const TimelineRowView = memo(function TimelineRowView({ row, index, top, tabStop, selected, measure }: Props) {
  const level = levelOf(row)
  const common = {
    role: 'row',
    'data-index': index,
    'data-kind': row.kind,
    tabIndex: tabStop ? 0 : -1,
    'aria-rowindex': index + 2,
    'aria-level': level,
    style: { transform: `translateY(${top}px)`, ...indentOf(level) },
  } as const
  if (row.kind === 'detail')
    return (
      <div {...common} ref={measure} className={styles['row']}>
        <div role="gridcell" aria-colspan={4} className={styles['detail']}>
          <EventDetail event={row.item.event} />
        </div>
      </div>
    )
  const words = rowWords(row)
  const bar = row.kind === 'lane' ? row.lane.bar : row.item.bar
  return (
    <div
      {...common}
      className={classNames(styles['row'], styles['columns'])}
      style={{ ...common.style, height: ROW_HEIGHT }}
      aria-expanded={row.fold === 'leaf' ? undefined : row.fold === 'open'}
      aria-selected={row.kind === 'lane' && row.lane.kind === 'node' ? selected : undefined}
      title={`${words.name}\n${factsOf(words)}`}
    >
      <div role="gridcell" className={styles['name']}>
        <FoldMark fold={row.fold} />
        {words.status === undefined ? (
          <span className={styles['dot']} />
        ) : (
          <StatusMark status={words.status} wordless />
        )}
        <span className={styles['words']}>{words.name}</span>
        {row.kind === 'lane' && (
          <span className={styles['errors']}>
            <ErrorChip count={row.lane.errorCount} />
          </span>
        )}
      </div>
      <div role="gridcell" className={styles['agent']}>
        {words.agent}
      </div>
      <div role="gridcell" className={styles['time']}>
        {bar ? (
          <>
            <span className="unseen">{words.times}</span>
            <TimeBar
              bar={bar}
              tone={words.tone}
              level={row.kind}
              errorMarks={row.kind === 'lane' ? row.lane.errorMarks : []}
            />
          </>
        ) : (
          <span className={styles['untimed']}>{words.times}</span>
        )}
      </div>
      <div role="gridcell" className={styles['duration']}>
        {words.duration}
      </div>
    </div>
  )
})

const indentOf = (level: number): CSSProperties => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- React's type of styles does not know custom properties
  ['--indent' as 'textIndent']: `${Math.min(level - 1, INDENT_LEVELS_MAX) * INDENT}px`,
})

/** For the mouse: the keyboard folds with the arrows, and `aria-expanded` tells the state, so it is no second button. */
function FoldMark({ fold }: { readonly fold: Fold }) {
  switch (fold) {
    case 'leaf':
      return <span className={styles['fold']} />
    case 'folded':
      return (
        <span className={styles['fold']} data-fold>
          <ChevronRight size={14} aria-hidden />
        </span>
      )
    case 'open':
      return (
        <span className={styles['fold']} data-fold>
          <ChevronDown size={14} aria-hidden />
        </span>
      )
  }
}
