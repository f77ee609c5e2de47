import type { NodeId } from '#contract/ids.ts'
import { DISAGREEMENT_WORDS, type Disagreement } from '#src/lib/disagreements.ts'
import {
  formatClock,
  formatCompact,
  formatCost,
  formatCount,
  formatDuration,
  formatExact,
  spoken,
  UNKNOWN,
} from '#src/lib/format.ts'
import { timestampOf } from '#contract/timestamps.ts'
import { known, nodeOf, tokensAt, toldAt, wordOf, type EventTable } from '../eventTable/eventTable.ts'
import { StatusMark } from '#src/ui/controls/StatusMark.tsx'
import { visibleText } from '#src/lib/visibleText.ts'
import { ArrowDown, ArrowUp, ChevronDown, ChevronRight, OctagonX } from 'lucide-react'
import { memo } from 'react'
import styles from './eventGrid.module.css'
import { headlineOf } from './eventFilter.ts'
import { barOf, type Span } from './eventSpan.ts'
import { eventTypeToken } from './eventTypeToken.ts'
import type { Fold } from './visibleEvents.ts'

/** Maximum visible indentation; deeper rows align, but still report their level to screen readers. */
const DEPTH_MAX = 10
const INDENT = 14

/** The column with each event's node, in lists of several nodes. Must be stable, because rows are memoised. */
export type NodeColumn = {
  readonly labels: ReadonlyMap<NodeId, string>
  /** The node that is open beside the list; its events are highlighted. */
  readonly selected: NodeId | undefined
}

type Props = {
  readonly table: EventTable
  readonly row: number
  /** The index of the line in the grid. */
  readonly index: number
  readonly rowIndex: number
  /** Pixels from the top of the lines. */
  readonly top: number
  readonly depth: number
  readonly fold: Fold
  readonly span: Span | undefined
  readonly nodes: NodeColumn | undefined
  readonly disagreement: Disagreement
  readonly isActive: boolean
  readonly isOpened: boolean
  /** The current error of the error steps. */
  readonly isPointed: boolean
  /** Shown only as an ancestor of a filtered row. */
  readonly isContext: boolean
}

/** One event on one line. The grid handles clicks and keys, and finds the line by `data-index`. */
export const EventLine = memo(function EventLine(props: Props) {
  const { table, row, index, depth, fold, nodes } = props
  const type = wordOf(table.event_type, row) ?? ''
  const status = wordOf(table.status, row)
  const isError = table.is_error[row] === 1
  const { Icon } = eventTypeToken(type)
  const headline = visibleText(headlineOf(table, row))
  const agent = visibleText(wordOf(table.agent_name, row) ?? '')
  const node_id = nodeOf(table, row)
  return (
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      aria-level={depth + 1}
      aria-expanded={fold === 'none' ? undefined : fold === 'open'}
      aria-selected={props.isOpened}
      tabIndex={props.isActive ? 0 : -1}
      data-index={index}
      data-error={isError || undefined}
      data-opened={props.isOpened || undefined}
      data-pointed={props.isPointed || undefined}
      data-context={props.isContext || undefined}
      data-of-open-node={(nodes?.selected !== undefined && nodes.selected === node_id) || undefined}
      className={styles['line']}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <div role="gridcell" className={styles['what']} style={{ paddingLeft: Math.min(depth, DEPTH_MAX) * INDENT }}>
        <FoldMark fold={fold} />
        <span className={styles['icon']} title={visibleText(spoken(type))}>
          <Icon size={14} aria-hidden />
          <span className="unseen">{visibleText(spoken(type))}:</span>
        </span>
        {isError ? (
          <span className={styles['error']}>
            <OctagonX size={12} aria-hidden />
            error
          </span>
        ) : (
          status !== null && status !== 'completed' && <StatusMark status={status} wordless size={13} />
        )}
        <span dir="auto" className={styles['headline']} title={headline}>
          {headline}
        </span>
      </div>
      {nodes && <NodeCell node_id={node_id} nodes={nodes} />}
      <div role="gridcell" className={styles['agent']} title={agent}>
        {agent}
      </div>
      <BarCell table={table} row={row} span={props.span} />
      <div role="gridcell" className={styles['number']}>
        {formatDuration(known(table.duration, row))}
      </div>
      <FigureCells table={table} row={row} />
      <AtCell at={toldAt(table, row)} disagreement={props.disagreement} />
    </div>
  )
})

/** For the mouse only: the keyboard uses the arrow keys, and `aria-expanded` conveys the state. */
function FoldMark({ fold }: { readonly fold: Fold }) {
  if (fold === 'none') return <span className={styles['leaf']} />
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles['fold']}
      data-fold
      aria-label={fold === 'open' ? 'Fold events' : 'Unfold events'}
    >
      {fold === 'open' ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
    </button>
  )
}

/** Keyboard users get to the node by opening the event, which opens in its node. */
function NodeCell({ node_id, nodes }: { readonly node_id: NodeId | null; readonly nodes: NodeColumn }) {
  const label = node_id === null ? 'no node' : visibleText(nodes.labels.get(node_id) ?? node_id)
  return (
    <div role="gridcell" className={styles['node']}>
      {node_id === null ? (
        <span className="dim">{label}</span>
      ) : (
        <button type="button" tabIndex={-1} className={styles['nodeLink']} data-node title={`Open the node ${label}`}>
          {label}
        </button>
      )}
    </div>
  )
}

/** Tokens and cost: empty where none are recorded, because most events are no model calls. */
function FigureCells({ table, row }: Pick<Props, 'table' | 'row'>) {
  const tokens = tokensAt(table, row)
  const cost = known(table.cost_usd, row)
  const [input, output] = [known(table.input_tokens, row), known(table.output_tokens, row)]
  return (
    <>
      <div
        role="gridcell"
        className={styles['tokens']}
        title={tokens === undefined ? undefined : `${formatCount(input ?? 0)} in, ${formatCount(output ?? 0)} out`}
      >
        {tokens === undefined ? '' : formatCompact(tokens)}
      </div>
      <div role="gridcell" className={styles['cost']}>
        {cost === undefined ? '' : formatCost(cost)}
      </div>
    </>
  )
}

type BarProps = { readonly table: EventTable; readonly row: number; readonly span: Span | undefined }

function BarCell({ table, row, span }: BarProps) {
  const bar = barOf(table, row, span)
  return (
    <div role="gridcell" className={styles['track']}>
      {bar && (
        <span
          className={styles['bar']}
          data-shape={bar.shape}
          style={{ left: `${bar.start * 100}%`, width: `${bar.width * 100}%` }}
          aria-hidden
        />
      )}
    </div>
  )
}

/** The fraction of a second is hidden in narrow lists; the title has the full time. */
function AtCell({ at, disagreement }: { readonly at: number | undefined; readonly disagreement: Disagreement }) {
  const moment = at === undefined ? undefined : timestampOf(at)
  const clock = moment && formatClock(moment)
  return (
    <div role="gridcell" className={styles['at']} title={moment && formatExact(moment)}>
      {disagreement !== 'none' && <DisagreementMark is={disagreement} />}
      {clock === undefined ? (
        UNKNOWN
      ) : (
        <span>
          {clock.slice(0, 8)}
          <span className={styles['fraction']}>{clock.slice(8)}</span>
        </span>
      )}
    </div>
  )
}

function DisagreementMark({ is }: { readonly is: Exclude<Disagreement, 'none'> }) {
  const Icon = is === 'earlier' ? ArrowUp : ArrowDown
  return (
    <span className={styles['disagreement']} title={DISAGREEMENT_WORDS[is]}>
      <Icon size={12} aria-hidden />
      <span className="unseen">{DISAGREEMENT_WORDS[is]}</span>
    </span>
  )
}
