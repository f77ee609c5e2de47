import { disagreementAt } from '#src/lib/disagreements.ts'
import { ErrorChip } from '#src/ui/controls/ErrorChip.tsx'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { wordOf } from '#src/records/eventTable/eventTable.ts'
import { classNames } from '#src/lib/classNames.ts'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo, type CSSProperties } from 'react'
import type { Lane, Timeline } from '../model/layoutLanes.ts'
import { timesOfRow } from '../model/times.ts'
import { clock, eventWords, factsOf, laneWords } from '../words.ts'
import { TypeIcon } from '../TypeIcon.tsx'
import { DisagreementMark } from '../DisagreementMark.tsx'
import { TableBar } from './TableBar.tsx'
import { ROW_HEIGHT, type Fold } from './tableRows.ts'
import styles from './timelineTable.module.css'

/** Indentation per level in pixels, and the maximum indented level, to leave room for the name. */
const INDENT = 14
const INDENT_LEVELS_MAX = 8

type Props = {
  readonly timeline: Timeline
  readonly lane: Lane
  /** The event; -1 for the lane itself. */
  readonly row: number
  readonly index: number
  /** Pixels from the top of the rows. */
  readonly top: number
  readonly fold: Fold
  readonly tabStop: boolean
  readonly selected: boolean
  /** Whether its node does not match the filter. */
  readonly isBack: boolean
}

/** One row. The grid handles clicks and keys, and finds the row by `data-index`. */
export const TableRow = memo(function TableRow({
  timeline,
  lane,
  row,
  index,
  top,
  fold,
  tabStop,
  selected,
  isBack,
}: Props) {
  const { table, span } = timeline
  const isLane = row < 0
  const level = isLane ? 1 : (timeline.depth[row] ?? 0) + 2
  const words = isLane ? laneWords(lane) : eventWords(table, row)
  const laneType = lane.kind === 'node' ? lane.node.node_type : undefined
  const type = isLane ? laneType : (wordOf(table.event_type, row) ?? undefined)
  const times = isLane ? lane.times : timesOfRow(table, row)
  const disagreement = isLane ? lane.disagreement : disagreementAt(timeline.disagreements, row)
  return (
    <div
      role="row"
      data-index={index}
      data-back={isBack || undefined}
      data-level={isLane ? 'lane' : 'event'}
      tabIndex={tabStop ? 0 : -1}
      aria-rowindex={index + 2}
      aria-level={level}
      aria-expanded={fold === 'leaf' ? undefined : fold === 'open'}
      aria-selected={selected}
      className={classNames(styles['row'], styles['columns'])}
      style={{ transform: `translateY(${top}px)`, height: ROW_HEIGHT, ...indentOf(level) }}
      title={`${words.name}\n${factsOf(words, disagreement)}`}
    >
      <div role="gridcell" className={styles['name']}>
        <FoldMark fold={fold} />
        {words.status === undefined ? (
          <span className={styles['dot']} />
        ) : (
          <StatusMark status={words.status} wordless />
        )}
        {type !== undefined && <TypeIcon of={isLane ? 'node' : 'event'} type={type} />}
        <bdi className={styles['words']}>{words.name}</bdi>
        <DisagreementMark disagreement={disagreement} />
        {isLane && (
          <span className={styles['errors']}>
            <ErrorChip count={lane.errorCount} />
          </span>
        )}
      </div>
      <div role="gridcell" className={styles['agent']}>
        {words.agent}
      </div>
      <div role="gridcell" className={styles['began']}>
        {times.shape === 'none' ? <span className="dim">none</span> : clock(times.start)}
      </div>
      <div role="gridcell" className={styles['time']}>
        <span className="unseen">
          {words.times}
          {words.tokens !== undefined && `, ${words.tokens}`}
        </span>
        {times.shape !== 'none' && span && (
          <TableBar times={times} span={span} tone={words.tone} level={isLane ? 'lane' : 'event'} />
        )}
      </div>
      <div role="gridcell" className={styles['duration']}>
        {words.duration}
      </div>
    </div>
  )
})

const indentOf = (level: number): CSSProperties => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- React's type of styles lacks custom properties
  ['--indent' as 'textIndent']: `${Math.min(level - 1, INDENT_LEVELS_MAX) * INDENT}px`,
})

/**
 * For the mouse only: the keyboard uses the arrow keys, and `aria-expanded` conveys the state, so it is not a second
 * button.
 */
function FoldMark({ fold }: { readonly fold: Fold }) {
  if (fold === 'leaf') return <span className={styles['fold']} />
  const Icon = fold === 'open' ? ChevronDown : ChevronRight
  return (
    <span className={styles['fold']} data-fold>
      <Icon size={14} aria-hidden />
    </span>
  )
}
