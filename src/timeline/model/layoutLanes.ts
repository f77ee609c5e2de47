import type { DAGEdge } from '#contract/entities.ts'
import type { NodeId } from '#contract/ids.ts'
import type { EnrichedNode } from '#contract/summaries.ts'
import { disagreementAt, disagreements, type Disagreement, type Disagreements } from '#src/lib/disagreements.ts'
import { topologicalOrder } from '#src/lib/topologicalOrder.ts'
import { recordedAt, SHAPES, type EventTable } from '#src/records/eventTable/eventTable.ts'
import { nestingDepth } from './nestingDepth.ts'
import { packRows } from './packRows.ts'
import { subRow, type SubRow } from './subRow.ts'
import { timesOfNode, type Span, type Times } from './times.ts'
import { tonesOf } from './tones.ts'

/*
 * The words of the timeline's model. Times are in microseconds since 1970.
 *
 * lane          a node with its events, or the run itself with the events of no node; one below the other
 * row           an event, by its index in the event table
 * bar           what is drawn of a row or of a lane itself, from its start to its end or, while it runs, to the latest known time
 * line          the place of a bar within its lane: bars that overlap lie on different lines, nested ones below their parent
 * sub-row       the bars of one line (`SubRow`)
 * depth         how many recorded parents a row has within its lane
 * tone          what a bar's status means, as an index in `TONES`; errors have the tone of failures
 * span          a period with a start and a later end (`Span`)
 * untimed       a row without any recorded time: in the table only
 * disagreement  a start that contradicts the recorded order
 * idle gap      a period in which nothing is recorded as running (`idleGaps`); a folded gap has a small fixed width
 * critical path the chain of nodes that determined when the run ended (`criticalPath`)
 * density       events and errors per column of the overview
 */

type LaneParts = {
  readonly times: Times
  /** The lane's rows of the table, in recorded order. */
  readonly rows: Uint32Array
  /** Those with times, sorted by start. */
  readonly timed: Uint32Array
  /** The same, by line as drawn below the lane's own bar. */
  readonly subRows: readonly SubRow[]
  /** Only the errors, for the collapsed lane. */
  readonly errors: SubRow
  /** As counted by the server: more than the rows while events are loading, or if they are truncated. */
  readonly eventCount: number
  readonly errorCount: number
  /** Whether its start time contradicts its order among the lanes. */
  readonly disagreement: Disagreement
}

/** A node with its events, or the run itself with the events that belong to no node. */
export type Lane = LaneParts & ({ readonly kind: 'node'; readonly node: EnrichedNode } | { readonly kind: 'run' })

export type Timeline = {
  readonly table: EventTable
  /** From the first to the last recorded time; undefined if nothing has a time. */
  readonly span: Span | undefined
  /** The run's own lane first, then the nodes in topological order. */
  readonly lanes: readonly Lane[]
  /**
   * For each row of the table: the end of its bar, its tone, its nesting depth in the lane, its line there, and
   * whether its start time contradicts its recorded order.
   */
  readonly barEnds: Float64Array
  readonly tone: Uint8Array
  readonly depth: Uint16Array
  readonly line: Uint8Array
  readonly disagreements: Disagreements
  /** Number of events without any time: the table lists them, the chart cannot. */
  readonly untimed: number
}

/** The shortest span of an axis in microseconds, for a run that consists of one instant. */
const SPAN_MIN = 1000

/** The part of a timeline that does not depend on zoom; computed once per data. O(n log n) in nodes and events. */
export function layoutLanes(table: EventTable, nodes: readonly EnrichedNode[], edges: readonly DAGEdge[]): Timeline {
  const byId = new Map(nodes.map((node) => [node.node_id, node]))
  const ordered = topologicalOrder([...byId.keys()], edges).flatMap((id) => byId.get(id) ?? [])
  const times = ordered.map(timesOfNode)
  const span = spanOf(table, times)
  const lane = lanesOfRows(table, ordered)
  const depth = nestingDepth(table.parent, lane)
  const columns = { start: table.start, end: barEnds(table, span), depth, tone: tonesOf(table) }
  const line = new Uint8Array(table.size)
  const marks = new Int8Array(table.size)
  const outOfOrder = disagreements(times.map(({ start }) => start))
  let untimed = 0

  const partsOf = (rows: Uint32Array, own: Times, disagreement: Disagreement, counted?: EnrichedNode): LaneParts => {
    const timed = sortedByStart(rows, table.start)
    untimed += rows.length - timed.length
    markDisagreements(table, rows, marks)
    const errors = timed.filter((row) => table.is_error[row] === 1)
    return {
      times: own,
      rows,
      timed,
      subRows: packRows(timed, columns, line).map((packed) => subRow(packed, columns)),
      // In a collapsed lane, the own bar must stay visible, so an error is a mark at its start, whatever its
      // duration.
      errors: subRow(errors, { ...columns, end: table.start }),
      eventCount: Math.max(rows.length, counted?.event_count ?? 0),
      errorCount: Math.max(errors.length, counted?.error_count ?? 0),
      disagreement,
    }
  }
  const [ofRun = new Uint32Array(), ...ofNodes] = rowsOfLanes(lane, ordered.length + 1)
  const lanes = ordered.map((node, place): Lane => {
    const rows = ofNodes[place] ?? new Uint32Array()
    const own = times[place] ?? timesOfNode(node)
    return { kind: 'node', node, ...partsOf(rows, own, disagreementAt(outOfOrder, place), node) }
  })
  if (ofRun.length > 0)
    lanes.unshift({
      kind: 'run',
      ...partsOf(
        ofRun,
        span ? { shape: 'span', ...span } : { shape: 'none', start: Number.NaN, end: Number.NaN },
        'none',
      ),
    })
  return { table, span, lanes, barEnds: columns.end, tone: columns.tone, depth, line, disagreements: marks, untimed }
}

/**
 * 0 for the run, else the node's index plus one. An event may arrive before its node is in the graph; it belongs to
 * the run until then.
 */
function lanesOfRows(table: EventTable, nodes: readonly EnrichedNode[]): Uint32Array {
  const places = new Map<NodeId | null, number>(nodes.map((node, place) => [node.node_id, place + 1]))
  const ofWord = table.nodes.map((node_id) => places.get(node_id) ?? 0)
  return table.node.map((word) => ofWord[word] ?? 0)
}

function rowsOfLanes(lane: Uint32Array, count: number): readonly Uint32Array[] {
  const sizes = new Uint32Array(count)
  for (const at of lane) sizes[at] = (sizes[at] ?? 0) + 1
  const rows = Array.from(sizes, (size) => new Uint32Array(size))
  const filled = new Uint32Array(count)
  for (let row = 0; row < lane.length; row++) {
    const at = lane[row] ?? 0
    const into = rows[at]
    if (into) into[filled[at] ?? 0] = row
    filled[at] = (filled[at] ?? 0) + 1
  }
  return rows
}

function spanOf(table: EventTable, nodes: readonly Times[]): Span | undefined {
  let start = Infinity
  let end = -Infinity
  const reach = (from: number, to: number) => {
    if (from < start) start = from
    if (to > end) end = to
  }
  // A comparison with NaN is false, so items without times don't extend the span.
  for (const times of nodes) reach(times.start, times.end)
  for (let row = 0; row < table.size; row++) reach(table.start[row] ?? Number.NaN, table.end[row] ?? Number.NaN)
  return start <= end ? { start, end: Math.max(end, start + SPAN_MIN) } : undefined
}

/** Items still running extend to the latest known time. */
function barEnds(table: EventTable, span: Span | undefined): Float64Array {
  const open = SHAPES.indexOf('open')
  const ends = table.end.slice()
  if (span) for (let row = 0; row < ends.length; row++) if (table.shape[row] === open) ends[row] = span.end
  return ends
}

function sortedByStart(rows: Uint32Array, start: Float64Array): Uint32Array {
  const timed = new Uint32Array(rows.length)
  let count = 0
  let latest = -Infinity
  let isSorted = true
  for (const row of rows) {
    const from = start[row] ?? Number.NaN
    if (Number.isNaN(from)) continue
    if (from < latest) isSorted = false
    latest = from
    timed[count++] = row
  }
  const found = timed.subarray(0, count)
  // Nearly every lane was recorded in chronological order and need not be sorted.
  return isSorted ? found : found.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || a - b)
}

function markDisagreements(table: EventTable, rows: Uint32Array, marks: Disagreements): void {
  const starts = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) starts[at] = recordedAt(table, rows[at] ?? 0)
  const marked = disagreements(starts)
  for (let at = 0; at < rows.length; at++) marks[rows[at] ?? 0] = marked[at] ?? 0
}

/**
 * The lanes in the requested order. The run's own stays first; lanes without times come last, ties in recorded order.
 */
export function inOrder(lanes: readonly Lane[], order: 'recorded' | 'time'): readonly Lane[] {
  if (order === 'recorded') return lanes
  const start = (lane: Lane) =>
    lane.kind === 'run' ? -Infinity : Number.isNaN(lane.times.start) ? Infinity : lane.times.start
  // Compared, not subtracted: Infinity - Infinity is NaN.
  return lanes.toSorted((a, b) => (start(a) === start(b) ? 0 : start(a) < start(b) ? -1 : 1))
}
